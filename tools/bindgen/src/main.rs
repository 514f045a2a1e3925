//! Build helper: turns the compiled wasm of `crates/hydrate` into what a browser loads.
//!
//! Usage: `baogong-bindgen INPUT.wasm OUT_DIR NAME`, leaving `NAME.js` and `NAME.wasm` in `OUT_DIR`.
//! It is the library behind wasm-bindgen's command, so that its version always equals the one in Cargo.lock.

use std::{env, fs, path::Path, process::ExitCode};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [input, out_dir, name] = arguments.as_slice() else {
        eprintln!("usage: baogong-bindgen INPUT.wasm OUT_DIR NAME");
        return ExitCode::from(2);
    };
    match generate(input, Path::new(out_dir), name) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("baogong-bindgen: {reason}");
            ExitCode::FAILURE
        }
    }
}

fn generate(input: &str, out_dir: &Path, name: &str) -> Result<(), Box<dyn std::error::Error>> {
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen
        .input_path(input)
        .out_name(name)
        .web(true)?
        .typescript(false)
        // Names of Rust functions are half of a debug build's size.
        .demangle(false)
        .remove_name_section(true)
        .generate(out_dir)
        .map_err(|e| format!("{e:#}"))?;
    // leptos asks for NAME.wasm, wasm-bindgen writes NAME_bg.wasm.
    fs::rename(out_dir.join(format!("{name}_bg.wasm")), out_dir.join(format!("{name}.wasm")))?;
    Ok(())
}
