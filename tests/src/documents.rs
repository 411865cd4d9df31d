//! Pictures and papers made by a test: simple drawings, no faces.

use std::io::Cursor;

use app::documents::Attaching;
use domain::person::document::DocumentKind;
use domain::shared::ids::{CommandId, DocumentId, PersonId};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use crate::cases::line;
use crate::test_app::{Persona, TestApp};

/// A picture of so many pixels, with a light sun on a dark sky.
pub fn picture(width: u32, height: u32) -> RgbImage {
    let (across, down) = (i64::from(width / 2), i64::from(height / 3));
    let radius = i64::from(width.min(height) / 4);
    RgbImage::from_fn(width, height, |x, y| {
        let (dx, dy) = (i64::from(x) - across, i64::from(y) - down);
        if dx * dx + dy * dy < radius * radius { Rgb([250, 220, 120]) } else { Rgb([40, 80, 120]) }
    })
}

/// A picture as a file of a kind.
///
/// # Panics
/// When it cannot be written.
pub fn written(picture: RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture).write_to(&mut bytes, format).expect("a picture can be written");
    bytes.into_inner()
}

impl TestApp {
    /// A small picture attached to somebody's record.
    pub async fn attached(&self, by: Persona, of: PersonId, kind: DocumentKind, title: &str) -> DocumentId {
        let bytes = written(picture(64, 48), ImageFormat::Png);
        let readied = self.wired.app.files.ready(bytes, "png").await.expect("a file can be looked at");
        let file = match readied {
            Ok(file) => file,
            Err(unfit) => panic!("the picture was not taken: {unfit}"),
        };
        let document_id: DocumentId = self.id();
        let said = Attaching {
            command_id: CommandId(self.wired.app.ids.next()),
            seen: None,
            document_id,
            kind,
            title: line(title),
            shows: Some(line("A light sun on a dark sky")),
            taken_on: None,
            at: None,
        };
        match self.wired.app.attach(&self.viewer(by), of, said, &file).await {
            Ok(done) => assert!(self.wired.app.views.catch_up(done.position).await, "the views show it"),
            Err(refusal) => panic!("the picture was not attached: {refusal}"),
        }
        document_id
    }
}
