//! Photographs and papers. That one was attached is an event of the person's; what is in it is kept beside
//! the log, sealed under the person's own key, in pieces, so that a large file holds nobody else up.
//!
//! A file is kept first and named by an event afterwards. What a crash left in between is put in order at
//! the next start: kept if the event is there, dropped if it is not.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::engagement::Engagement;
use domain::person::document::{
    AtSession, DocumentAbout, DocumentKind, KeptDocument, MediaType, NewDocument,
};
use domain::person::{Person, PersonCommand};
use domain::shared::ids::{CommandId, DocumentId, OrganisationId, PersonId};
use domain::shared::text::{Line, Words};
use thiserror::Error;

use crate::App;
use crate::access::{Connecting, Viewer};
use crate::commands::{Done, Instruction, Request};
use crate::error::{Failure, Refusal};
use crate::log::StreamId;

/// Bytes of a file that somebody brings, at most.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;
/// Pixels of a picture that is brought, at most: a telephone's 48 megapixels and a little more.
pub const MOST_PIXELS: u64 = 50_000_000;
/// Pixels along the longest side of a picture as it is kept.
pub const LARGEST_SIDE: u32 = 2_048;
/// Pixels along each side of the small picture that stands in lists.
pub const THUMBNAIL_SIDE: u32 = 320;
/// How long a file may wait for its event before a start looks after it.
const UNNAMED: TimeDelta = TimeDelta::hours(1);

domain::codes! {
    /// Which of what is kept of a file.
    Part {
        Whole = "The whole of it",
        Thumbnail = "A small picture",
    }
}

/// A file that has been looked at and can be kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Readied {
    /// What it is, by what is in it.
    pub media: MediaType,
    /// What is kept: of a picture a new one, without anything but what can be seen.
    pub bytes: Vec<u8>,
    /// The small picture, of a picture.
    pub thumbnail: Option<Vec<u8>>,
    /// SHA-256 of `bytes`, in hexadecimal digits.
    pub digest: String,
}

/// Why a file is not kept. Said beside the field it was chosen in, so it says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unfit {
    #[error("Choose a photo or a file")]
    Nothing,
    #[error("This file is empty. Choose another one")]
    Empty,
    #[error("This file is larger than {} MB. Choose a smaller one", MOST_BYTES / (1024 * 1024))]
    TooLarge,
    #[error(
        "This is none of the kinds that are kept: a photo (JPEG, PNG, WebP), a PDF, a Word document, an Excel sheet or \
         plain text. Save it as one of these"
    )]
    UnknownKind,
    #[error(
        "This photo is in HEIC, which few programs show. Choose “Most compatible” under Camera, Formats in the \
         telephone’s settings, or save it as JPEG"
    )]
    Heic,
    #[error(
        "This is a drawing or a page with instructions in it (SVG or HTML), which is never kept. Save it as a PDF or as a photo"
    )]
    Markup,
    #[error("This is a program, which is never kept")]
    Program,
    #[error("This has macros in it, which can act on their own. Save it without macros")]
    Macros,
    #[error("The file’s name says that it is {said}, but it is {found}. Save it again as what it is")]
    Lies {
        /// "a PDF"
        said: &'static str,
        /// "a picture"
        found: &'static str,
    },
    #[error("This file is damaged or not all of it is here. Take or save it again")]
    Broken,
    #[error("This picture has {megapixels} megapixels; {} are taken. Make it smaller", MOST_PIXELS / 1_000_000)]
    TooManyPixels {
        /// Millions of them.
        megapixels: u64,
    },
    #[error("This file unfolds to far more than it looks. It is not kept")]
    Unfolds,
}

/// Reads what somebody brought: what it is by its content, whatever its name or its sender say.
#[async_trait]
pub trait Files: Send + Sync {
    /// Looks at a file. `ending` is what its name ended in, and only shows a lie.
    async fn ready(&self, bytes: Vec<u8>, ending: &str) -> Result<Result<Readied, Unfit>, Failure>;
}

/// Keeps what is in the files.
#[async_trait]
pub trait Documents: Send + Sync {
    /// Keeps a file for now. `false` when another file was brought under the same id.
    async fn keep(
        &self,
        who: &Connecting<'_>,
        of: PersonId,
        id: DocumentId,
        file: &Readied,
        now: DateTime<Utc>,
    ) -> Result<bool, Failure>;

    /// Whether a file with this digest is kept under the id, about this person.
    async fn is_kept(
        &self,
        house: OrganisationId,
        of: PersonId,
        id: DocumentId,
        digest: &str,
    ) -> Result<bool, Failure>;

    /// Says that an event of this person's names it, or that none may any more.
    async fn name(&self, of: PersonId, id: DocumentId, named: bool) -> Result<(), Failure>;

    /// Part of a file; `None` when it is not there or cannot be opened any more.
    async fn read(
        &self,
        who: &Connecting<'_>,
        of: PersonId,
        id: DocumentId,
        part: Part,
    ) -> Result<Option<Vec<u8>>, Failure>;

    /// Drops a file about this person that no event names.
    async fn drop_unnamed(&self, of: PersonId, id: DocumentId) -> Result<(), Failure>;

    /// Drops everything about somebody who is forgotten.
    async fn forget(&self, of: PersonId) -> Result<(), Failure>;

    /// Files that have waited for their event since before a time.
    async fn unnamed(&self, since_before: DateTime<Utc>) -> Result<Vec<(PersonId, DocumentId)>, Failure>;
}

/// What somebody says of a file that they attach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attaching {
    /// The command's own id.
    pub command_id: CommandId,
    /// The version of the record that they saw.
    pub seen: Option<i64>,
    /// Everything but what follows from the file itself.
    pub document_id: DocumentId,
    /// What it is.
    pub kind: DocumentKind,
    /// What it is called.
    pub title: Line,
    /// What is in the picture.
    pub shows: Option<Line>,
    /// When it was taken or written.
    pub taken_on: Option<NaiveDate>,
    /// The session it belongs to.
    pub at: Option<AtSession>,
}

impl App {
    /// Keeps a file and attaches it, or neither.
    pub async fn attach(
        &self,
        viewer: &Viewer,
        of: PersonId,
        said: Attaching,
        file: &Readied,
    ) -> Result<Done, Refusal> {
        let who = viewer.connecting()?;
        self.knows(&who, of).await?;
        let digest = Line::parse(&file.digest).map_err(Failure::doing("naming a file"))?;
        let id = said.document_id;
        let under = self.kept_under(of, said.at).await?;
        if !self.documents.keep(&who, under, id, file, self.clock.now()).await? {
            return Err(Refusal::CommandReused);
        }
        let document = NewDocument {
            document_id: id,
            kind: said.kind,
            about: DocumentAbout { title: said.title, shows: said.shows, digest },
            media: file.media,
            size_bytes: i64::try_from(file.bytes.len()).unwrap_or(i64::MAX),
            taken_on: said.taken_on,
            at: said.at,
        };
        let command = PersonCommand::AttachDocument { document: Box::new(document), begun_with: None };
        let instruction = Instruction::Person { id: of, command };
        let asked = Request { command_id: said.command_id, seen: said.seen, instruction };
        let answer = self.ask(viewer, asked).await;
        // The log says whether it stays, not the answer: sent again after it was taken away, it is taken away.
        self.settle_unnamed(under, id).await?;
        answer
    }

    /// Under whose key a new file of somebody's is kept: of a session in work that began with a record which was
    /// put together with theirs, the other's.
    async fn kept_under(&self, of: PersonId, at: Option<AtSession>) -> Result<PersonId, Refusal> {
        let Some(at) = at else { return Ok(of) };
        let work = self.log.load(StreamId::new(domain::Noun::Engagement, at.engagement_id)).await?;
        let begun_with = <Engagement as domain::Kept>::state(&work.state).map(Engagement::subject);
        let person = self.log.load(StreamId::new(domain::Noun::Person, of)).await?;
        let person = <Person as domain::Kept>::state(&person.state);
        Ok(person.map_or(of, |person| person.seals_under(begun_with)))
    }

    /// Takes a document away, and what was in it with it.
    pub async fn take_away(
        &self,
        viewer: &Viewer,
        (command_id, seen): (CommandId, Option<i64>),
        of: PersonId,
        document_id: DocumentId,
        reason: Words,
    ) -> Result<Done, Refusal> {
        let command = PersonCommand::RemoveDocument { document_id, reason };
        let instruction = Instruction::Person { id: of, command };
        self.ask(viewer, Request { command_id, seen, instruction }).await
    }

    /// Part of a document that is there, if the viewer may know of the person.
    pub async fn document(
        &self,
        who: &Connecting<'_>,
        of: PersonId,
        id: DocumentId,
        part: Part,
    ) -> Result<(KeptDocument, Vec<u8>), Refusal> {
        let row = self.views.person(who, of).await?.ok_or(Refusal::NotFound)?;
        let kept = row.person.documents.get(&id).filter(|kept| kept.is_there());
        let kept = kept.cloned().ok_or(Refusal::NotFound)?;
        if kept.kind == DocumentKind::PhotoOfThem && row.person.refuses_photographs() {
            return Err(Refusal::NotFound);
        }
        // Of a record that was put together with theirs, it is kept under the other's key.
        let under = kept.about.subject();
        let bytes = self.documents.read(who, under, id, part).await?.ok_or(Refusal::NotFound)?;
        Ok((kept, bytes))
    }

    /// Puts in order what a crash left between a file and its event. Answers how many were looked at.
    pub async fn settle_documents(&self) -> Result<usize, Refusal> {
        let waiting = self.documents.unnamed(self.clock.now() - UNNAMED).await?;
        let many = waiting.len();
        for (of, id) in waiting {
            self.settle_unnamed(of, id).await?;
        }
        Ok(many)
    }

    /// A file is kept when the log names it, and dropped when it does not: after a refusal, after a removal, and
    /// at a start.
    pub(crate) async fn settle_unnamed(&self, of: PersonId, id: DocumentId) -> Result<(), Refusal> {
        let mut loaded = self.log.reload(StreamId::new(domain::Noun::Person, of)).await?;
        // Of two records that were put together, the one that counts says whether it is still there.
        let own = <Person as domain::Kept>::state(&loaded.state);
        if let Some(into) =
            own.filter(|person| person.forgotten_on.is_none()).and_then(Person::is_merged_into)
        {
            loaded = self.log.reload(StreamId::new(domain::Noun::Person, into)).await?;
        }
        let Some(person) = <Person as domain::Kept>::state(&loaded.state) else { return Ok(()) };
        let under = person.documents.get(&id).map_or(of, |kept| kept.about.subject());
        match person.documents.get(&id).filter(|kept| kept.is_there()) {
            Some(_) => self.documents.name(under, id, true).await?,
            None => self.documents.drop_unnamed(under, id).await?,
        }
        Ok(())
    }
}
