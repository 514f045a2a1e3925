//! The program `baogong`: the web server, and the command line over the same use cases.

// Pages are deeply nested types.
#![recursion_limit = "1024"]

mod cli;
mod commands;
mod config;
mod files;
mod heads;
mod jobs;
mod session;
#[cfg(test)]
mod tests;
mod web;

use std::process::ExitCode;

use clap::Parser as _;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let json = cli.json;
    match commands::run(cli).await {
        Ok(code) => code,
        Err(error) => {
            commands::report(&error, json);
            ExitCode::FAILURE
        }
    }
}
