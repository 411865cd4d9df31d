//! A form that brings a file: its fields as [`Typed`], the file beside them. The file's own name is looked at
//! for its ending and then dropped, because lists are often named after somebody.

use std::fmt;

use axum::body::Bytes;
use axum::http::{HeaderMap, header};

use super::typed::Typed;

/// Fields that a form with a file may have.
const MOST_FIELDS: usize = 50;

/// A file that somebody chose.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Upload {
    /// What its name ends in, small letters, without the dot; empty when there is no ending.
    pub ending: String,
    /// What is in it; empty when no file was chosen.
    pub bytes: Bytes,
    /// Whether it was more than fits, so that nothing of it is here.
    pub too_large: bool,
}

/// A file is about somebody as often as not.
impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Upload({} bytes)", self.bytes.len())
    }
}

/// The mark between the parts, when a request says that it is a form with files.
pub fn boundary(headers: &HeaderMap) -> Option<String> {
    let kind = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    multer::parse_boundary(kind).ok()
}

/// Reads the fields and the first file. `None` when the parts cannot be told apart.
pub async fn parse(body: Bytes, boundary: &str) -> Option<(Typed, Upload)> {
    let whole = futures::stream::once(async { Ok::<_, std::convert::Infallible>(body) });
    let mut parts = multer::Multipart::new(whole, boundary);
    let (mut fields, mut upload) = (Vec::new(), Upload::default());
    while let Some(part) = parts.next_field().await.ok()? {
        let name = part.name()?.to_owned();
        let file = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.ok()?;
        match file {
            Some(file) if upload.bytes.is_empty() => {
                let ending = file.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
                upload = Upload { ending: ending.unwrap_or_default(), bytes, too_large: false };
            }
            Some(_) => {}
            None => fields.push((name, String::from_utf8_lossy(&bytes).into_owned())),
        }
        if fields.len() > MOST_FIELDS {
            return None;
        }
    }
    Some((Typed::from_fields(fields), upload))
}

/// The fields before the file, of a form of which more came than fits. On our forms the file comes last.
pub async fn before_the_file(beginning: Bytes, boundary: &str) -> Typed {
    let whole = futures::stream::once(async { Ok::<_, std::convert::Infallible>(beginning) });
    let mut parts = multer::Multipart::new(whole, boundary);
    let mut fields = Vec::new();
    while let Ok(Some(part)) = parts.next_field().await {
        let Some(name) = part.name().map(str::to_owned) else { break };
        if part.file_name().is_some() || fields.len() > MOST_FIELDS {
            break;
        }
        let Ok(bytes) = part.bytes().await else { break };
        fields.push((name, String::from_utf8_lossy(&bytes).into_owned()));
    }
    Typed::from_fields(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(parts: &str) -> Bytes {
        Bytes::from(parts.replace('\n', "\r\n"))
    }

    #[tokio::test]
    async fn fields_and_file_are_told_apart_and_the_files_name_is_dropped() {
        let sent = body(
            "--x\nContent-Disposition: form-data; name=\"csrf\"\n\nabc\n--x\nContent-Disposition: form-data; \
             name=\"file\"; filename=\"Gordon Wells.CSV\"\nContent-Type: text/csv\n\nName\nGordon\n--x--\n",
        );
        let (typed, upload) = parse(sent, "x").await.unwrap();
        assert_eq!(typed.one("csrf"), "abc");
        assert_eq!((upload.ending.as_str(), &upload.bytes[..]), ("csv", &b"Name\r\nGordon"[..]));
        assert_eq!(format!("{upload:?}"), "Upload(12 bytes)");
    }

    #[tokio::test]
    async fn the_words_before_a_file_that_is_too_large_are_read_from_the_beginning() {
        let beginning = body(
            "--x\nContent-Disposition: form-data; name=\"title\"\n\nFirst tomatoes\n--x\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\n\nand then no",
        );
        let typed = before_the_file(beginning, "x").await;
        assert_eq!((typed.one("title"), typed.has("file")), ("First tomatoes", false));
    }

    #[tokio::test]
    async fn what_is_cut_off_is_not_half_a_form() {
        assert_eq!(parse(body("--x\nContent-Disposition: form-data; name=\"csrf\"\n\nab"), "x").await, None);
        assert_eq!(parse(Bytes::from_static(b"nothing"), "x").await, None);
    }

    #[test]
    fn a_boundary_is_found_where_there_is_one() {
        let headers = |kind: &'static str| {
            HeaderMap::from_iter([(header::CONTENT_TYPE, axum::http::HeaderValue::from_static(kind))])
        };
        assert_eq!(boundary(&headers("multipart/form-data; boundary=abc")).as_deref(), Some("abc"));
        assert_eq!(boundary(&headers("application/x-www-form-urlencoded")), None);
    }
}
