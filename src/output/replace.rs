//! Puts files into the folder of a site one by one, where it cannot or need not be swapped whole.

use std::fs::{self, File, FileType};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::source::SITE_MARKER;

/// Moves the files of `fresh` into `target`, and leaves there beside them only those that `is_kept` names.
///
/// Every file is put beside the one that it replaces before the first is replaced: what the system does not allow
/// mostly shows while the old site is still whole. Folders on other disks are written to by copying.
///
/// # Errors
///
/// Where the system does not allow it.
pub(super) fn replace_files(
    fresh: &Path,
    target: &Path,
    is_kept: &(dyn Fn(&str) -> bool + Sync),
) -> io::Result<()> {
    // A folder that is cut off in the middle has to be known as ours.
    let marker = target.join(SITE_MARKER);
    if !marker.is_file() {
        File::create_new(marker)?;
    }
    let files = files_of(fresh)?;
    let besides = (0..).zip(&files);
    let besides = besides.map(|(number, file)| beside(&target.join(file), number));
    let besides: Vec<PathBuf> = besides.collect();
    put_in_place(fresh, target, &files, &besides).inspect_err(|_| {
        for beside in &besides {
            // Some have gone to their place; what cannot be taken away, the next build tries again.
            let _ = fs::remove_file(beside);
        }
    })?;
    let is_new = |path: &str| {
        files
            .binary_search_by(|file| file.as_path().cmp(Path::new(path)))
            .is_ok()
    };
    take_away(target, &|path| is_kept(path) || is_new(path))
}

/// Moves files to where they wait beside their places, and from there, when all of them are at hand, into these.
fn put_in_place(
    fresh: &Path,
    target: &Path,
    files: &[PathBuf],
    besides: &[PathBuf],
) -> io::Result<()> {
    let pairs = || files.iter().zip(besides);
    // Of the old site only what stands in the way goes first, and that when everything else is at hand.
    let (blocked, free): (Vec<_>, Vec<_>) = pairs().partition(|(file, _)| is_blocked(target, file));
    for pairs in [free, blocked] {
        for (file, _) in &pairs {
            make_way(target, file)?;
        }
        let pairs = pairs.par_iter();
        pairs.try_for_each(|(file, beside)| move_file(&fresh.join(file), beside))?;
    }
    let pairs = files.par_iter().zip(besides);
    pairs.try_for_each(|(file, beside)| fs::rename(beside, target.join(file)))
}

/// Takes a folder of ours away. What says that it is ours goes last, so that the next build knows what was left.
///
/// # Errors
///
/// Where the system does not allow it.
pub(super) fn remove_site(folder: &Path) -> io::Result<()> {
    take_away(folder, &|_| false)?;
    fs::remove_dir_all(folder)
}

/// The path within a folder, `/` between folders; `None` for names that no page of ours has.
pub(super) fn within(folder: &Path, path: &Path) -> Option<String> {
    let within = path.strip_prefix(folder).ok()?;
    let parts: Option<Vec<_>> = within.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}

/// Where a file waits until it takes its place: by a short name that no page has.
fn beside(place: &Path, number: usize) -> PathBuf {
    place.with_file_name(format!(".{number}.hansei-new"))
}

/// The files of a new site within its folder, sorted.
fn files_of(fresh: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(fresh) {
        let entry = entry.map_err(io::Error::other)?;
        let within = entry.path().strip_prefix(fresh).map_err(io::Error::other)?;
        if !entry.file_type().is_dir() && within != Path::new(SITE_MARKER) {
            files.push(within.to_owned());
        }
    }
    files.sort_unstable();
    Ok(files)
}

/// What stands at a path, links not followed.
fn kind(path: &Path) -> Option<FileType> {
    let metadata = fs::symlink_metadata(path).ok()?;
    Some(metadata.file_type())
}

/// Whether there is a file or a link where the file needs a folder, or a folder in its place.
fn is_blocked(target: &Path, file: &Path) -> bool {
    let mut above = file.ancestors().skip(1).map(|folder| target.join(folder));
    above.any(|folder| kind(&folder).is_some_and(|kind| !kind.is_dir()))
        || kind(&target.join(file)).is_some_and(|kind| kind.is_dir())
}

/// Makes the folders that a file is to stand in. What stands in its way is taken away: a file or a link where there
/// has to be a folder, a folder where there has to be a file.
fn make_way(target: &Path, file: &Path) -> io::Result<()> {
    let above: Vec<&Path> = file.ancestors().skip(1).collect();
    for folder in above.into_iter().rev().map(|folder| target.join(folder)) {
        match kind(&folder) {
            Some(kind) if kind.is_dir() => continue,
            Some(_) => fs::remove_file(&folder)?,
            None => {}
        }
        fs::create_dir(&folder)?;
    }
    let place = target.join(file);
    if kind(&place).is_some_and(|kind| kind.is_dir()) {
        fs::remove_dir_all(&place)?;
    }
    Ok(())
}

fn move_file(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            // What a build left there that was cut off may be a link by now.
            let _ = fs::remove_file(to);
            fs::copy(from, to)?;
            // A file is known again by its time.
            let modified = fs::metadata(from)?.modified()?;
            File::options()
                .write(true)
                .open(to)?
                .set_modified(modified)?;
            fs::remove_file(from)
        }
        result => result,
    }
}

/// Leaves of a folder the files that are kept and what marks it, and no empty folders.
fn take_away(target: &Path, is_kept: &(dyn Fn(&str) -> bool + Sync)) -> io::Result<()> {
    let found: Vec<_> = WalkDir::new(target)
        .min_depth(1)
        .contents_first(true)
        .into_iter()
        .collect::<Result<_, _>>()
        .map_err(io::Error::other)?;
    let (folders, others): (Vec<_>, Vec<_>) = found
        .into_iter()
        .partition(|entry| entry.file_type().is_dir());
    others.into_par_iter().try_for_each(|entry| {
        let path = within(target, entry.path());
        if path.is_some_and(|path| path == SITE_MARKER || is_kept(&path)) {
            return Ok(());
        }
        fs::remove_file(entry.path())
    })?;
    for folder in folders {
        if is_empty(folder.path())? {
            // A mount stays.
            match fs::remove_dir(folder.path()) {
                Err(error) if error.kind() == io::ErrorKind::ResourceBusy => {}
                result => result?,
            }
        }
    }
    Ok(())
}

fn is_empty(folder: &Path) -> io::Result<bool> {
    Ok(fs::read_dir(folder)?.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Path, files: &[(&str, &str)]) {
        for (path, text) in files {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }

    fn held(folder: &Path) -> Vec<(String, String)> {
        let entries = WalkDir::new(folder).sort_by_file_name().into_iter();
        let files = entries.filter_map(Result::ok);
        let files = files.filter(|entry| entry.file_type().is_file());
        files
            .map(|entry| {
                let path = within(folder, entry.path()).unwrap();
                (path, fs::read_to_string(entry.path()).unwrap())
            })
            .filter(|(path, _)| path != SITE_MARKER)
            .collect()
    }

    #[test]
    fn a_folder_holds_what_is_new_and_what_is_kept() {
        let root = tempfile::tempdir().unwrap();
        let (fresh, target) = (root.path().join("fresh"), root.path().join("target"));
        write(
            &fresh,
            &[(SITE_MARKER, ""), ("a/x", "1"), ("b", "1"), ("c/d/y", "1")],
        );
        write(
            &target,
            &[
                ("a/x", "0"),
                ("a/kept", "0"),
                ("b/gone", "0"),
                ("c/d", "0"),
                ("e/gone", "0"),
            ],
        );
        replace_files(&fresh, &target, &|path| path == "a/kept").unwrap();
        let expected = [("a/kept", "0"), ("a/x", "1"), ("b", "1"), ("c/d/y", "1")];
        let expected = expected.map(|(path, text)| (path.to_owned(), text.to_owned()));
        assert_eq!(held(&target), expected);
        assert!(target.join(SITE_MARKER).is_file() && !target.join("e").exists());
    }

    #[cfg(unix)]
    #[test]
    fn what_cannot_be_written_shows_before_anything_has_changed() {
        use std::os::unix::fs::symlink;
        let root = tempfile::tempdir().unwrap();
        let (fresh, target) = (root.path().join("fresh"), root.path().join("target"));
        write(&fresh, &[("a/x", "1"), ("b/y", "1")]);
        write(&target, &[("a/x", "0"), ("b/y", "0"), ("c/z", "0")]);
        // A folder stands where the second file would be put for the moment: it works for root too.
        write(&target, &[("b/.1.hansei-new/in the way", "0")]);
        symlink("x", target.join("link")).unwrap();
        assert!(replace_files(&fresh, &target, &|_| false).is_err());
        let old = held(&target);
        assert!(old.iter().all(|(_, text)| text == "0"), "{old:?}");
        assert_eq!(old.len(), 4);
    }

    #[cfg(unix)]
    #[test]
    fn what_the_mark_of_a_site_leads_to_stays_as_it_is() {
        let root = tempfile::tempdir().unwrap();
        let (fresh, target) = (root.path().join("fresh"), root.path().join("target"));
        write(
            root.path(),
            &[("precious", "1"), ("fresh/a", "1"), ("target/a", "0")],
        );
        std::os::unix::fs::symlink(root.path().join("precious"), target.join(SITE_MARKER)).unwrap();
        replace_files(&fresh, &target, &|_| false).unwrap();
        assert_eq!(
            fs::read_to_string(root.path().join("precious")).unwrap(),
            "1"
        );
    }

    #[test]
    fn what_marks_a_site_is_taken_away_last() {
        let root = tempfile::tempdir().unwrap();
        let site = root.path().join("site");
        write(&site, &[(SITE_MARKER, ""), ("a/x", "1")]);
        take_away(&site, &|_| false).unwrap();
        assert!(site.join(SITE_MARKER).is_file() && !site.join("a").exists());
        remove_site(&site).unwrap();
        assert!(!site.exists());
    }
}
