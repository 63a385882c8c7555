//! What the operator asks for, there and back, and which field is wrong.

use super::*;
