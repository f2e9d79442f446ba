//! The rooms through their public contracts, and the program as a user meets it: the real binary on real files.

mod cases;
mod commands;
mod dataset;
mod faults;
mod kills;
mod link;
mod messages;
mod night;
mod shapes;
mod support;
