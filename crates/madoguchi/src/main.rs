//! madoguchi
fn main(){}
