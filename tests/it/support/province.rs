//! The sample in a folder of its own.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use tempfile::TempDir;
use toandan::dataset::{OutputOptions, Version, current, verify};
use toandan::schema::DATASETS;

use super::{Ended, copy, toandan};

/// The project's own folder.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A copy of `sample_data` and `pipelines/cao-bang`, laid out as in the project, so that the pipeline's
/// relative paths lead to the copy and to an output folder beside it.
pub struct Province {
    folder: TempDir,
}

/// What leaves next to no record in memory while a night runs.
pub const ON_DISK: [&str; 2] = ["--memory-limit", "1MiB"];

impl Province {
    /// Nothing is published yet. Its nights make nothing public, which takes longer than all else, unless it is asked
    /// [`Self::with_releases`].
    pub fn new() -> Self {
        let province = Self::within(&std::env::temp_dir());
        let pipeline = province.pipeline("pipeline.toml");
        let text = fs::read_to_string(&pipeline).expect("a text file");
        let (before, public) = text.split_once("[public]\n").expect("the section");
        let (_, after) = public.split_once("\n\n").expect("another section");
        fs::write(&pipeline, format!("{before}{after}")).expect("written");
        province
    }

    /// What falls due becomes public: its pipeline.toml is the one that is shipped, whatever was edited in it before.
    pub fn with_releases(self) -> Self {
        let pipeline = "pipelines/cao-bang/pipeline.toml";
        fs::copy(project().join(pipeline), self.root().join(pipeline)).expect("copied");
        self
    }

    /// A night over the sample is published, its release too. It was run once for all tests; a further night of it makes
    /// nothing public.
    pub fn published() -> Self {
        let province = Self::new();
        copy(&shared().output(), &province.output());
        province
    }

    fn within(parent: &Path) -> Self {
        let folder = TempDir::with_prefix_in("toandan-", parent).expect("a folder");
        let root = folder.path();
        copy(&project().join("sample_data"), &root.join("sample_data"));
        // The other province's.
        fs::remove_dir_all(root.join("sample_data/ha-tinh")).expect("removed");
        let pipeline = Path::new("pipelines/cao-bang");
        copy(&project().join(pipeline), &root.join(pipeline));
        symlink(
            project().join("pipelines/reference"),
            root.join("pipelines/reference"),
        )
        .expect("a link to the reference lists");
        Self { folder }
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// A file of the sample: `plan/ke_hoach_01294_20261120.csv`.
    pub fn sample(&self, file: &str) -> PathBuf {
        self.root().join("sample_data").join(file)
    }

    /// A file of the pipeline: `pipeline.toml`.
    pub fn pipeline(&self, file: &str) -> PathBuf {
        self.root().join("pipelines/cao-bang").join(file)
    }

    pub fn output(&self) -> PathBuf {
        self.root().join("out/cao-bang")
    }

    /// Replaces `from`, which must stand in `file`, by `to`.
    #[track_caller]
    pub fn edit(file: &Path, from: &str, to: &str) {
        let text = fs::read_to_string(file).expect("a text file");
        assert!(text.contains(from), "no {from:?} in {}", file.display());
        fs::write(file, text.replacen(from, to, 1)).expect("written");
    }

    /// A command in this folder.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = toandan();
        command.args(arguments).current_dir(self.root());
        command
    }

    /// The night, with two threads unless `more` says otherwise.
    pub fn night(&self, more: &[&str]) -> Ended {
        let mut command = self.command(&["run", "pipelines/cao-bang", "--lang", "en"]);
        if !more.contains(&"--threads") {
            command.args(["--threads", "2"]);
        }
        Ended::of(command.args(more))
    }

    /// The published version, which must be sound.
    #[track_caller]
    pub fn version(&self) -> Version {
        let output = OutputOptions {
            directory: self.output(),
            keep: 7,
        };
        let version = current(&output)
            .expect("current opens")
            .expect("a published version");
        let report = verify(&version.path, &DATASETS).expect("a report");
        assert_eq!(report.faults, []);
        version
    }
}

/// A night over the sample that every test may look at and none may change.
pub fn shared() -> &'static Province {
    &shared_night().0
}

/// What the command said that ran the shared night.
pub fn shared_ended() -> &'static Ended {
    &shared_night().1
}

fn shared_night() -> &'static (Province, Ended) {
    static SHARED: OnceLock<(Province, Ended)> = OnceLock::new();
    SHARED.get_or_init(|| {
        // A static is never dropped: what earlier test programs left here is removed instead.
        let parent = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let own = parent.join(format!("shared-{}", std::process::id()));
        for entry in fs::read_dir(parent).expect("a folder of cargo's").flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let process = name.strip_prefix("shared-");
            if process.is_some_and(|id| !Path::new("/proc").join(id).exists()) {
                fs::remove_dir_all(entry.path()).expect("removed");
            }
        }
        fs::create_dir_all(&own).expect("a folder");
        let province = Province::within(&own);
        let ended = province.night(&[]).expect(0);
        (province, ended)
    })
}
