//! The house rules that `lib.rs` states, held against the text of every source file.

mod abilities;
mod code;
mod house;
mod invented;
mod paths;
mod rooms;
mod source;
mod tree;
