"""A desk in another language: it knows proto/ alone (generated into the folder that
PYTHONPATH names), and speaks to a check server as a developer of medical software would.

Standard input has, line by line: what it is given, as JSON; then the signatures that it
asks for. It asks with a line {"sign": "<hex>"}, and ends with its findings, as JSON.
"""

import json
import os
import sys

import grpc
from madoguchi.qualification.v1 import (
    admin_pb2,
    admin_pb2_grpc,
    batch_pb2,
    batch_pb2_grpc,
    consent_pb2,
    consent_pb2_grpc,
    history_pb2,
    history_pb2_grpc,
    qualification_pb2 as words,
    qualification_pb2_grpc,
    staff_pb2,
    staff_pb2_grpc,
)

given = json.loads(sys.stdin.readline())
PATIENCE = 30


def connect(who):
    files = [open(given[who][part], "rb").read() for part in ("authority", "key", "certificate")]
    return grpc.secure_channel(given["address"], grpc.ssl_channel_credentials(*files))


def say(what):
    print(json.dumps(what), flush=True)


def key():
    return os.urandom(16)


def number():
    return words.NumberOnDocument(
        insurer_number="06439996",
        symbol="5021",
        number="1234567",
        birth=words.CivilDate(year=1980, month=2, day=17),
    )


def check_by_number(desk):
    document = number()
    answer = desk.CheckByNumber(
        words.CheckByNumberRequest(
            insurer_number=document.insurer_number,
            symbol=document.symbol,
            number=document.number,
            birth=document.birth,
            provide_limit=True,
            idempotency_key=key(),
        ),
        timeout=PATIENCE,
    )
    return words.Validity.Name(answer.decision.validity)


def check_batch(batches, bookings):
    def parts():
        yield batch_pb2.SubmitBatchRequest(head=batch_pb2.BatchHead(idempotency_key=key()))
        for place in range(bookings):
            document = number()
            # Every tenth has a number that nobody has.
            if place % 10 == 9:
                document.number = "7654321"
            booking = batch_pb2.Booking(booking_id=f"{place:04}", number=document)
            yield batch_pb2.SubmitBatchRequest(booking=booking)

    receipt = batches.SubmitBatch(parts(), timeout=PATIENCE)
    results = []

    def follow(after, at_most):
        request = batch_pb2.FollowBatchRequest(receipt_number=receipt.receipt_number, after=after)
        stream = batches.FollowBatch(request, timeout=PATIENCE)
        for news in stream:
            if news.HasField("result"):
                results.append(news.result)
            if len(results) == at_most:
                stream.cancel()
                return

    # It breaks off in the middle, and is taken up again.
    follow(0, bookings // 3)
    follow(results[-1].place, None)
    assert [result.place for result in results] == list(range(1, bookings + 1))
    assert [result.booking_id for result in results] == [f"{place:04}" for place in range(bookings)]
    found = [result.decision.validity == words.VALIDITY_VALID for result in results]
    return {"results": len(results), "valid": sum(found)}


def sign(challenge):
    say({"sign": challenge.hex()})
    return bytes.fromhex(sys.stdin.readline().strip())


def visit(desk, categories):
    certificate = bytes.fromhex(given["card"])
    opened = desk.OpenVisit(
        words.OpenVisitRequest(user_certificate=certificate), timeout=PATIENCE
    )
    admitted = desk.Authenticate(
        words.AuthenticateRequest(
            user_certificate=certificate,
            challenge=opened.challenge,
            signature=sign(opened.challenge),
            assurance=words.Assurance(
                method=words.METHOD_PIN, reader_kind=words.READER_KIND_GENERAL, attempts=1
            ),
            idempotency_key=key(),
        ),
        timeout=PATIENCE,
    ).admission
    answer = desk.Complete(
        words.CompleteRequest(
            visit_id=admitted.visit_id,
            consented=categories,
            provide_limit=True,
            idempotency_key=key(),
            consent_surface=words.CONSENT_SURFACE_DESK_SCREEN,
        ),
        timeout=PATIENCE,
    )
    return admitted.visit_id, answer.decision


def sign_in(staff, operator):
    code, passcode = given["institution"], "correct-horse-7"
    for staff_id, role in [("DR-1", staff_pb2.ROLE_PHYSICIAN), ("R-1", staff_pb2.ROLE_RECEPTION)]:
        operator.EnrolStaff(
            staff_pb2.EnrolStaffRequest(
                institution_code=code,
                staff_id=staff_id,
                role=role,
                passcode=passcode,
                idempotency_key=key(),
            ),
            timeout=PATIENCE,
        )
    wrong = staff.SignIn(
        staff_pb2.SignInRequest(staff_id="DR-1", passcode="wrong-passcode"), timeout=PATIENCE
    )
    assert wrong.refusal.reason == staff_pb2.SIGN_IN_REFUSAL_REASON_WRONG
    tokens = {}
    for staff_id in ["DR-1", "R-1"]:
        request = staff_pb2.SignInRequest(staff_id=staff_id, passcode=passcode)
        token = staff.SignIn(request, timeout=PATIENCE).token
        tokens[staff_id] = [("authorization", f"Bearer {token.token}")]
    return tokens


def read(history, visit_id, category, token):
    request = history_pb2.ReadHistoryRequest(
        visit_id=visit_id,
        category=category,
        purpose=words.PURPOSE_CARE,
        page_size=2,
    )
    records = []
    try:
        for answer in history.ReadHistory(request, metadata=token, timeout=PATIENCE):
            if answer.HasField("refusal"):
                return history_pb2.HistoryRefusalReason.Name(answer.refusal.reason)
            records.extend(answer.page.records)
    except grpc.RpcError as error:
        return error.code().name
    return len(records)


def main():
    clinic, office = connect("clinic"), connect("operator")
    desk = qualification_pb2_grpc.QualificationServiceStub(clinic)
    history = history_pb2_grpc.HistoryServiceStub(clinic)
    consents = consent_pb2_grpc.ConsentServiceStub(clinic)
    findings = {
        "by_number": check_by_number(desk),
        "batch": check_batch(batch_pb2_grpc.BatchServiceStub(clinic), 1000),
    }
    tokens = sign_in(
        staff_pb2_grpc.StaffServiceStub(clinic), staff_pb2_grpc.StaffServiceStub(office)
    )
    clock = admin_pb2_grpc.AdminServiceStub(office).GetClock(
        admin_pb2.GetClockRequest(), timeout=PATIENCE
    )
    assert clock.now.seconds > 0
    refused, _ = visit(desk, [])
    agreed, decision = visit(desk, [words.CATEGORY_MEDICATION])
    doctor = tokens["DR-1"]
    findings["without_consent"] = read(history, refused, words.CATEGORY_MEDICATION, doctor)
    findings["other_category"] = read(history, agreed, words.CATEGORY_SURGERY, doctor)
    findings["reception"] = read(history, agreed, words.CATEGORY_MEDICATION, tokens["R-1"])
    findings["nobody"] = read(history, agreed, words.CATEGORY_MEDICATION, None)
    findings["with_consent"] = read(history, agreed, words.CATEGORY_MEDICATION, doctor)
    consent = decision.consents[0]
    withdrawn = consents.WithdrawConsent(
        consent_pb2.WithdrawConsentRequest(
            consent_id=consent.consent_id, idempotency_key=key()
        ),
        metadata=tokens["R-1"],
        timeout=PATIENCE,
    )
    assert withdrawn.consent.HasField("withdrawn_at")
    listed = consents.ListConsents(
        consent_pb2.ListConsentsRequest(visit_id=agreed), metadata=doctor, timeout=PATIENCE
    )
    assert [one.consent_id for one in listed.consents] == [consent.consent_id]
    findings["withdrawn"] = read(history, agreed, words.CATEGORY_MEDICATION, doctor)
    say(findings)


if __name__ == "__main__":
    main()
