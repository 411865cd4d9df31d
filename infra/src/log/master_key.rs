//! The key that wraps everybody's keys. It is never in the database: it comes from the environment
//! or from a file in the data folder that nobody else may read, made when it is missing.

use std::fmt;
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;
use zeroize::Zeroizing;

/// Where the key may be given: 32 bytes in base64.
const VARIABLE: &str = "KITH_MASTER_KEY";
/// What the file is called, in the data folder.
const FILE: &str = "master.key";

/// 32 bytes that must be kept: without them no name in the log can be read again.
#[derive(Clone)]
pub struct MasterKey(Zeroizing<[u8; 32]>);

/// Why there is no master key. What was found is not repeated.
#[derive(Debug, Error)]
pub enum MasterKeyError {
    /// It is something else.
    #[error("{place} does not hold 32 bytes in base64")]
    NotAKey {
        /// The variable or the file.
        place: String,
    },
    /// Anybody on the machine could take it.
    #[error("{} may be read by others (mode {mode:o}); make it 600", path.display())]
    Readable {
        /// The file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// The file cannot be read or made.
    #[error("{} cannot be used", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

impl MasterKey {
    /// The one in the environment, or else the one in the data folder, which is made if missing.
    pub fn find(folder: &Path) -> Result<Self, MasterKeyError> {
        match std::env::var(VARIABLE) {
            Ok(text) => {
                Self::from_base64(&text).ok_or(MasterKeyError::NotAKey { place: VARIABLE.to_owned() })
            }
            Err(_) => Self::in_folder(folder),
        }
    }

    /// The one in the data folder, which is made if missing.
    pub fn in_folder(folder: &Path) -> Result<Self, MasterKeyError> {
        let path = folder.join(FILE);
        let cannot = |source| MasterKeyError::File { path: path.clone(), source };
        if !path.try_exists().map_err(cannot)? {
            make(folder, &path).map_err(cannot)?;
        }
        let mode = path.metadata().map_err(cannot)?.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(MasterKeyError::Readable { path, mode });
        }
        let text = Zeroizing::new(std::fs::read_to_string(&path).map_err(cannot)?);
        Self::from_base64(&text).ok_or_else(|| MasterKeyError::NotAKey { place: path.display().to_string() })
    }

    /// Reads 32 bytes in base64.
    pub fn from_base64(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(STANDARD.decode(text.trim()).ok()?);
        Some(Self(Zeroizing::new(bytes.as_slice().try_into().ok()?)))
    }

    /// These bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// Writes a new key beside its place and links it there, so that of two processes that start at once
/// one wins, and nobody ever sees half a key.
fn make(folder: &Path, path: &Path) -> std::io::Result<()> {
    let mut bytes = Zeroizing::new([0; 32]);
    fill(&mut *bytes)?;
    let beside = folder.join(format!("{FILE}.{}", std::process::id()));
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
    file.write_all(Zeroizing::new(STANDARD.encode(*bytes) + "\n").as_bytes())?;
    file.sync_all()?;
    let linked = std::fs::hard_link(&beside, path);
    std::fs::remove_file(&beside)?;
    std::fs::File::open(folder)?.sync_all()?;
    match linked {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

/// Fills with bytes that nobody can guess.
pub(crate) fn fill(bytes: &mut [u8]) -> std::io::Result<()> {
    getrandom::fill(bytes).map_err(|error| std::io::Error::other(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_key_is_made_for_its_owner_alone_and_found_again() {
        let folder = std::env::temp_dir().join(format!("kith-master-key-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let made = MasterKey::in_folder(&folder).unwrap();
        let path = folder.join(FILE);
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(made.bytes(), MasterKey::in_folder(&folder).unwrap().bytes());

        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(MasterKey::in_folder(&folder), Err(MasterKeyError::Readable { mode: 0o644, .. })));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        std::fs::write(&path, "c2hvcnQ=").unwrap();
        assert!(matches!(MasterKey::in_folder(&folder), Err(MasterKeyError::NotAKey { .. })));
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_key_does_not_print_itself() {
        assert_eq!(format!("{:?}", MasterKey::from_bytes([7; 32])), "…");
    }
}
