//! The contract of [`store::Store`]: plain functions, each over an empty store,
//! that every back end passes.

pub(crate) mod administration;
pub(crate) mod audit;
pub(crate) mod batch;
pub(crate) mod consent;
pub(crate) mod effect;
pub(crate) mod history;
pub(crate) mod keeping;
pub(crate) mod people;
pub(crate) mod staff;
pub(crate) mod standing;
pub(crate) mod visit;

/// Stamps the contract onto a back end. `$fresh` is an async function that gives
/// an empty store and whatever must live as long as it.
macro_rules! contract {
    ($fresh:path) => {
        $crate::contract::stamp! { $fresh;
            people {
                what_was_enrolled_is_found_by_handle_and_by_card,
                whatever_is_recorded_of_a_person_comes_back_equal,
                enrolling_again_replaces_everything,
                a_card_is_one_persons,
                a_number_finds_everyone_under_it_with_their_whole_history,
                a_stranger_is_nobody,
            }
            effect {
                r041_a_retry_gives_the_same_answer_and_one_effect,
                one_key_used_by_64_at_once_has_one_effect,
                another_institutions_key_is_its_own,
                a_challenge_is_used_once_by_64_at_once,
                a_refusal_is_recorded_without_a_visit,
                what_contradicts_the_store_leaves_no_trace,
                a_failed_write_does_not_harm_those_beside_it,
                the_store_can_be_checked,
            }
            visit {
                a_visit_is_remembered_as_it_was_opened,
                how_the_person_was_verified_is_remembered_whole,
                r051_only_an_accepted_registration_registers_the_card_and_only_once,
                r054_who_cannot_be_registered_any_more_stays_as_they_are,
                a_visit_completes_once,
                a_visit_completes_once_for_64_at_once,
                r023_another_institutions_visit_is_unknown,
                r023_consents_end_when_the_visit_closes,
                r023_closing_does_not_prolong_a_consent,
                an_open_visit_can_be_abandoned,
                a_closed_visit_stays_closed,
            }
            consent {
                a_consent_is_found_by_its_own_institution,
                r025_a_withdrawal_ends_one_consent_and_is_recorded,
                a_withdrawal_after_the_visit_changes_nothing,
                what_is_not_a_consent_of_that_visit_is_not_withdrawn,
            }
            history {
                whatever_is_in_a_history_is_viewed_whole,
                enrolling_again_replaces_the_history,
                a_view_is_recorded_without_what_was_seen,
                what_was_seen_cannot_be_guessed_from_its_digest,
                pages_give_each_record_once_the_newest_first,
                days_can_be_asked_for_both_included,
                what_is_not_published_or_superseded_is_not_seen,
                each_denial_is_given_by_its_own_code,
                what_an_institution_offers_is_asked_as_it_stands,
                before_consent_and_in_grace_nothing_is_seen,
                a_visit_elsewhere_and_one_of_nobody_to_be_shown_are_answered_alike,
                whoever_is_not_on_duty_any_more_views_nothing,
                r029_each_of_64_views_at_once_has_its_record,
            }
            standing {
                r025_nothing_is_given_after_a_withdrawal_by_an_earlier_clock,
                r023_nothing_is_given_after_the_closing_by_an_earlier_clock,
                an_institution_that_was_stopped_views_nothing,
                a_medication_of_an_insurer_is_damage_to_who_reads_it_alone,
            }
            administration {
                a_card_is_suspended_until_that_is_lifted,
                a_card_that_stays_stays_suspended_when_its_person_is_enrolled_again,
                a_renewed_card_takes_the_place_of_the_old,
                arrears_are_of_the_cover_in_force_that_day,
                a_new_insurer_ends_the_cover_in_force,
                r054_a_registration_changes_where_it_can,
                institutions_are_put_in_and_listed,
                what_changes_nothing_is_recorded_with_its_codes,
                a_reference_number_is_each_institutions_own,
            }
            staff {
                an_account_is_its_institutions,
                tokens_end_with_each_change_of_an_account,
                a_right_passcode_forgives_the_wrong_ones,
                too_many_wrong_ones_lock_the_account_for_a_while,
                no_more_than_the_tries_are_counted_side_by_side,
                every_try_leaves_a_record,
            }
            batch {
                a_list_is_kept_whole_and_read_in_parts,
                a_list_without_a_day_or_a_booking_is_one,
                a_result_is_made_once_and_audited_once,
                followed_by_16_at_once_each_gets_the_same,
                a_result_of_nothing_contradicts_the_store,
            }
            keeping {
                a_denial_is_recorded_and_no_more,
                checkpoints_are_kept_in_order_and_never_replaced,
                nothing_is_forgotten_before_its_time,
                much_is_forgotten_some_thousand_rows_at_a_time,
            }
            audit {
                an_empty_chain_is_whole,
                r029_the_audit_tells_what_was_done,
                the_audit_tells_how_the_person_was_verified,
                r029_the_audit_tells_whether_registration_was_offered_and_what_came_of_it,
                r029_the_audit_names_nobody,
                the_audit_is_read_in_pages,
                the_audit_chain_verifies,
                the_audit_chain_verifies_while_it_grows,
            }
        }
    };
}

macro_rules! stamp {
    ($fresh:path; $($module:ident { $($name:ident),+ $(,)? })+) => { $($(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            let (_alive, store) = $fresh().await;
            $crate::contract::$module::$name(store).await;
        }
    )+)+ };
}

pub(crate) use {contract, stamp};

/// How many audit records there are.
pub(crate) async fn records(store: &dyn store::Store) -> u64 {
    store.audit(0, 0).await.unwrap().head.number
}
