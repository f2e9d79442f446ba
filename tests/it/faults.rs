//! What can go wrong with inputs, output and configuration: one bad file never stops the others, and what
//! stops a night leaves published data as it was.

mod gates;
mod hostile;
mod inputs;
mod outputs;
mod plans;
mod rows;
