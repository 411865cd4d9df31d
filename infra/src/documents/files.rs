//! Looks at a file that somebody brought. What it is follows from what is in it; its name only shows a lie.
//! What could act on its own is not kept: drawings and pages with instructions, programs, macros.

use app::documents::{Files, MOST_BYTES, Readied, Unfit};
use app::error::Failure;
use async_trait::async_trait;
use domain::person::document::MediaType;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use tokio::sync::Semaphore;

use super::{packed, pictures};

/// Files that are looked at beside each other. A large picture takes a core and some hundred megabytes for a
/// second, and the others are being answered meanwhile.
const AT_ONCE: usize = 1;

/// Looks at files on threads of their own, few at once.
#[derive(Clone)]
pub struct Looked {
    turns: Arc<Semaphore>,
}

impl Default for Looked {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

#[async_trait]
impl Files for Looked {
    async fn ready(&self, bytes: Vec<u8>, ending: &str) -> Result<Result<Readied, Unfit>, Failure> {
        let doing = "looking at a file";
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(Failure::doing(doing))?;
        let ending = ending.to_owned();
        let looked = tokio::task::spawn_blocking(move || {
            let readied = ready(bytes, &ending);
            drop(turn);
            readied
        });
        looked.await.map_err(Failure::doing(doing))
    }
}

fn ready(bytes: Vec<u8>, ending: &str) -> Result<Readied, Unfit> {
    if bytes.is_empty() {
        return Err(if ending.is_empty() { Unfit::Nothing } else { Unfit::Empty });
    }
    if bytes.len() > MOST_BYTES {
        return Err(Unfit::TooLarge);
    }
    let found = Found::of(&bytes)?;
    if let Some(said) = found.is_called_otherwise(ending) {
        return Err(Unfit::Lies { said, found: found.called() });
    }
    let (media, bytes, thumbnail) = match found {
        Found::Picture(format) => {
            let made = pictures::anew(&bytes, format)?;
            (MediaType::Jpeg, made.whole, Some(made.thumbnail))
        }
        Found::Pdf => (MediaType::Pdf, whole_pdf(bytes)?, None),
        Found::Packed => (packed::kind(&bytes)?, bytes, None),
        Found::Text => (MediaType::Text, bytes, None),
    };
    let digest = hex::encode(Sha256::digest(&bytes));
    Ok(Readied { media, bytes, thumbnail, digest })
}

/// What a file is, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    Picture(image::ImageFormat),
    Pdf,
    Packed,
    Text,
}

impl Found {
    fn of(bytes: &[u8]) -> Result<Self, Unfit> {
        let begins = |with: &[u8]| bytes.starts_with(with);
        match bytes {
            _ if begins(b"\xFF\xD8\xFF") => Ok(Self::Picture(image::ImageFormat::Jpeg)),
            _ if begins(b"\x89PNG\r\n\x1A\n") => Ok(Self::Picture(image::ImageFormat::Png)),
            _ if begins(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") => {
                Ok(Self::Picture(image::ImageFormat::WebP))
            }
            _ if begins(b"%PDF-") => Ok(Self::Pdf),
            _ if begins(b"PK\x03\x04") => Ok(Self::Packed),
            _ if bytes.get(4..8) == Some(b"ftyp") && is_heic(bytes) => Err(Unfit::Heic),
            _ if begins(b"MZ")
                || begins(b"\x7FELF")
                || begins(b"#!")
                || begins(b"\xCF\xFA\xED\xFE")
                || begins(b"\xCA\xFE\xBA\xBE") =>
            {
                Err(Unfit::Program)
            }
            _ => text(bytes),
        }
    }

    fn called(self) -> &'static str {
        match self {
            Self::Picture(_) => "a picture",
            Self::Pdf => "a PDF",
            Self::Packed => "a document of an office program",
            Self::Text => "plain text",
        }
    }

    /// What a name says the file is, when that is something else. Pictures are often called by another
    /// kind of picture; that harms nobody.
    fn is_called_otherwise(self, ending: &str) -> Option<&'static str> {
        let said = match ending {
            "jpg" | "jpeg" | "png" | "webp" | "gif" | "heic" | "tif" | "tiff" | "bmp" => "a picture",
            "pdf" => "a PDF",
            "docx" | "xlsx" => "a document of an office program",
            "txt" | "md" | "csv" => "plain text",
            _ => return None,
        };
        (said != self.called()).then_some(said)
    }
}

fn is_heic(bytes: &[u8]) -> bool {
    let brand = bytes.get(8..12).unwrap_or_default();
    [b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"].iter().any(|known| brand == *known)
}

/// Plain text is UTF-8 without characters that steer a machine, and is no page and no drawing.
fn text(bytes: &[u8]) -> Result<Found, Unfit> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(64 * 1024)]).to_lowercase();
    let marked = ["<script", "<svg", "<html", "<!doctype", "<?xml", "<iframe", "<body"];
    if start.trim_start_matches('\u{feff}').trim_start().starts_with('<')
        || marked.iter().any(|mark| start.contains(mark))
    {
        return Err(Unfit::Markup);
    }
    let words = std::str::from_utf8(bytes).map_err(|_| Unfit::UnknownKind)?;
    let steers = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}');
    if words.chars().any(steers) { Err(Unfit::UnknownKind) } else { Ok(Found::Text) }
}

/// A PDF ends with a mark; one that was cut off does not.
fn whole_pdf(bytes: Vec<u8>) -> Result<Vec<u8>, Unfit> {
    let end = &bytes[bytes.len().saturating_sub(2_048)..];
    match end.windows(5).any(|mark| mark == b"%%EOF") {
        true => Ok(bytes),
        false => Err(Unfit::Broken),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unfit(bytes: &[u8], ending: &str) -> Unfit {
        match ready(bytes.to_vec(), ending) {
            Ok(readied) => panic!("it was taken as {:?}", readied.media),
            Err(unfit) => unfit,
        }
    }

    const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n";

    #[test]
    fn papers_are_taken_as_they_are() {
        let pdf = ready(PDF.to_vec(), "pdf").expect("a PDF");
        assert_eq!((pdf.media, pdf.bytes.as_slice(), pdf.thumbnail.is_none()), (MediaType::Pdf, PDF, true));
        assert_eq!(pdf.digest.len(), 64);
        let text = ready("Zoë’s bus times\n14:05".into(), "txt").expect("a text");
        assert_eq!(text.media, MediaType::Text);
    }

    #[test]
    fn what_could_act_on_its_own_is_not_kept_whatever_it_is_called() {
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
        assert_eq!(unfit(svg, "jpg"), Unfit::Markup);
        assert_eq!(unfit(b"\xEF\xBB\xBF  <!DOCTYPE html><p>Hello", "pdf"), Unfit::Markup);
        assert_eq!(unfit(b"Dear Gordon <script>alert(1)</script>", "txt"), Unfit::Markup);
        assert_eq!(unfit(b"MZ\x90\0\x03", "docx"), Unfit::Program);
        assert_eq!(unfit(b"\x7FELF\x02\x01", ""), Unfit::Program);
        assert_eq!(unfit(b"#!/bin/sh\nrm -rf /\n", "txt"), Unfit::Program);
    }

    #[test]
    fn a_file_that_lies_is_told_what_it_is() {
        let lies = Unfit::Lies { said: "a picture", found: "a PDF" };
        assert_eq!(unfit(PDF, "jpg"), lies);
        assert!(lies.to_string().contains("says that it is a picture, but it is a PDF"));
        assert!(ready(PDF.to_vec(), "").is_ok(), "a name that says nothing is no lie");
        assert!(ready(PDF.to_vec(), "2026").is_ok());
    }

    #[test]
    fn nothing_an_empty_one_and_one_that_is_cut_off_are_told_apart() {
        assert_eq!((unfit(b"", ""), unfit(b"", "jpg")), (Unfit::Nothing, Unfit::Empty));
        assert_eq!(unfit(&PDF[..20], "pdf"), Unfit::Broken);
        assert_eq!(unfit(b"\x00\x01\x02\x03", "dat"), Unfit::UnknownKind);
        assert_eq!(unfit(b"caf\xE9", "txt"), Unfit::UnknownKind);
        assert_eq!(unfit(b"\0\0\0\x18ftypheic\0\0\0\0", "heic"), Unfit::Heic);
        assert_eq!(unfit(&vec![b'a'; MOST_BYTES + 1], "txt"), Unfit::TooLarge);
    }
}
