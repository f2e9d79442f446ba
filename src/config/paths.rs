//! Paths as configuration writes them.

use std::path::{Component, Path, PathBuf};

/// `path` as seen from the folder of `file`, `.` and `..` resolved as written, as cargo does: a step back
/// out of a symbolic link leads to where the link stands.
pub fn beside(file: &Path, path: &str) -> PathBuf {
    normalized(&file.parent().unwrap_or(Path::new("")).join(path))
}

fn normalized(path: &Path) -> PathBuf {
    let mut steps = PathBuf::new();
    for step in path.components() {
        match (step, steps.components().next_back()) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => {
                steps.pop();
            }
            (Component::ParentDir, Some(Component::RootDir)) => {}
            _ => steps.push(step),
        }
    }
    if steps.as_os_str().is_empty() {
        steps.push(".");
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(file: &str, path: &str, expected: &str) {
        assert_eq!(beside(Path::new(file), path), Path::new(expected));
    }

    #[test]
    fn paths_start_at_the_folder_of_the_file() {
        check("pipelines/cao-bang/pipeline.toml", "../../out", "out");
        check(
            "pipelines/cao-bang/pipeline.toml",
            "./rules.toml",
            "pipelines/cao-bang/rules.toml",
        );
        check("pipeline.toml", "../../out", "../../out");
        check("pipeline.toml", ".", ".");
        check("/etc/pipeline.toml", "../../../out", "/out");
        check("a/pipeline.toml", "/var/out", "/var/out");
    }
}
