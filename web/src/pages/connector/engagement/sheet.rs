//! One question, or a few, about an engagement, on a page of their own. A [`Sheet`] lists its fields and
//! the template draws them, so that two dozen forms look and behave alike and each is only its words.

use askama::Template;

use super::asking::Asking;
use crate::error::Answer;
use crate::form::{Attempt, Keys, Typed};
use crate::look::{Choice, Here, Page, choose};
use crate::pages::person::head::Head;
use crate::paths;
use crate::site::show_as;

/// Fields from which on a sheet is long.
const LONG: usize = 5;

/// What a field looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Date,
    /// A time of day.
    Time,
    /// One line; the class of its width: "", "half", "short".
    Line(&'static str),
    /// Several lines: so many rows.
    Words(u8),
    Money,
    /// A list that opens; its first, empty entry.
    Select(&'static str),
    /// Tiles of which one is chosen; their class.
    One(&'static str),
    /// Tiles of which any may be chosen; their class.
    Many(&'static str),
    /// Kept unseen, such as an id.
    Hidden,
    /// A heading between fields, with the hint below it.
    Heading,
    /// From here to [`Shape::Unfolded`] fields are folded away under its label until somebody wants them.
    Folded,
    /// Where the fold ends.
    Unfolded,
}

/// One field of a sheet. Its value comes from what was typed under its name.
#[derive(Debug, Clone)]
pub struct Field {
    pub name: String,
    pub label: String,
    pub hint: String,
    pub shape: Shape,
    pub choices: Vec<Choice>,
    pub optional: bool,
}

impl Field {
    /// A field of a shape.
    pub fn new(shape: Shape, name: impl Into<String>, label: impl Into<String>) -> Self {
        let (name, label) = (name.into(), label.into());
        Self { name, label, hint: String::new(), shape, choices: Vec::new(), optional: false }
    }

    /// A day.
    pub fn date(name: &str, label: impl Into<String>) -> Self {
        Self::new(Shape::Date, name, label)
    }

    /// Something in a few sentences.
    pub fn words(name: &str, label: impl Into<String>) -> Self {
        Self::new(Shape::Words(4), name, label)
    }

    /// One of a few answers, as tiles.
    pub fn one(name: &str, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self { choices, ..Self::new(Shape::One("one"), name, label) }
    }

    /// Something kept unseen.
    pub fn hidden(name: &str) -> Self {
        Self::new(Shape::Hidden, name, "")
    }

    /// A heading between fields.
    pub fn heading(words: impl Into<String>) -> Self {
        Self::new(Shape::Heading, "", words)
    }

    /// The same with answers to choose from.
    #[must_use]
    pub fn with(mut self, choices: Vec<Choice>) -> Self {
        self.choices = choices;
        self
    }

    /// The same with a smaller line below its label.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The same, but it may be left empty.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// The same in another shape.
    #[must_use]
    pub fn shaped(mut self, shape: Shape) -> Self {
        self.shape = shape;
        self
    }
}

/// Why there is nothing to fill in, and what to do instead.
#[derive(Debug, Clone, Default)]
pub struct Instead {
    pub words: String,
    pub href: String,
    pub act: String,
}

/// A form, before it is drawn.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// The question, as the page's heading.
    pub title: String,
    /// A sentence or two below it; empty for none.
    pub lead: String,
    /// Fields in rows: two in a row stand side by side where there is room.
    pub rows: Vec<Vec<Field>>,
    /// Rows that are folded away under a few words until somebody wants them.
    pub more: Vec<Vec<Field>>,
    /// The words under which they are.
    pub more_words: &'static str,
    /// The words and the drawing of its button.
    pub send: (&'static str, &'static str),
    /// Whether the button takes something back or ends it.
    pub warns: bool,
    /// A reason to think twice, or why it will be refused as things stand.
    pub caution: Option<String>,
    /// What was done before and is not to be done twice unaware, above the form.
    pub known: Vec<String>,
    /// What must not happen to whom it is about, on a form that plans something.
    pub musts: Vec<String>,
    /// Set when there is nothing to fill in.
    pub instead: Option<Instead>,
    /// Something else that may be meant: address and words.
    pub other: Option<(String, String)>,
}

impl Sheet {
    /// A sheet that asks something.
    pub fn new(title: impl Into<String>, send: &'static str, icon: &'static str) -> Self {
        Self { title: title.into(), send: (send, icon), ..Self::default() }
    }

    /// The same with a sentence below its heading.
    #[must_use]
    pub fn lead(mut self, lead: impl Into<String>) -> Self {
        self.lead = lead.into();
        self
    }

    /// The same with one more field.
    #[must_use]
    pub fn field(mut self, field: Field) -> Self {
        self.rows.push(vec![field]);
        self
    }

    /// The same with two more, side by side.
    #[must_use]
    pub fn pair(mut self, first: Field, second: Field) -> Self {
        self.rows.push(vec![first, second]);
        self
    }

    /// The same with rows folded away in the middle of it, where they belong in the order of the form.
    #[must_use]
    pub fn folded_here(mut self, words: &'static str, rows: Vec<Vec<Field>>) -> Self {
        self.rows.push(vec![Field::new(Shape::Folded, "", words)]);
        self.rows.extend(rows);
        self.rows.push(vec![Field::new(Shape::Unfolded, "", "")]);
        self
    }

    /// The same with rows folded away under a few words, at its end.
    #[must_use]
    pub fn folded(mut self, words: &'static str, rows: Vec<Vec<Field>>) -> Self {
        (self.more_words, self.more) = (words, rows);
        self
    }

    /// The same with a reason to think twice, to be sent again all the same.
    #[must_use]
    pub fn anyway(self, caution: String) -> Self {
        self.field(Field::hidden("anyway")).caution(Some(caution))
    }

    /// The same with what must not happen, as a band above the form.
    #[must_use]
    pub fn minding(mut self, musts: Vec<String>) -> Self {
        self.musts = musts;
        self
    }

    /// The same with a button that says: think twice.
    #[must_use]
    pub fn warning(mut self) -> Self {
        self.warns = true;
        self
    }

    /// The same with a reason to think twice, if there is one.
    #[must_use]
    pub fn caution(mut self, caution: Option<String>) -> Self {
        self.caution = caution;
        self
    }

    /// The same with what was done before.
    #[must_use]
    pub fn known(mut self, known: Vec<String>) -> Self {
        self.known = known;
        self
    }

    /// The same with something else that may be meant.
    #[must_use]
    pub fn other(mut self, href: String, words: impl Into<String>) -> Self {
        self.other = Some((href, words.into()));
        self
    }

    /// The same without a form: what to do instead.
    #[must_use]
    pub fn instead(mut self, words: impl Into<String>, href: String, act: impl Into<String>) -> Self {
        self.instead = Some(Instead { words: words.into(), href, act: act.into() });
        self
    }

    /// Whether it asks so much that it is kept while it is filled in, also without room for words.
    pub fn is_long(&self) -> bool {
        let asked = self.rows.iter().chain(&self.more).flatten();
        let asks = |shape| !matches!(shape, Shape::Hidden | Shape::Heading | Shape::Folded | Shape::Unfolded);
        asked.filter(|field| asks(field.shape)).count() >= LONG
    }

    /// Draws it about a case.
    pub fn draw(self, asking: &Asking<'_>, typed: Typed, attempt: Attempt) -> Answer {
        let typed = attempt.keep(typed);
        let keys = asking.signed.keys(&asking.site.app, &typed).seen(asking.case.row.version);
        let page = asking.signed.page(self.title.clone(), Here::People);
        SheetPage::show(page, asking.head(), (asking.at.clone(), asking.back()), keys, self, typed, attempt)
    }
}

/// A sheet as it is drawn.
#[derive(Template)]
#[template(path = "connector/engagement/sheet.html")]
pub struct SheetPage {
    page: Page,
    head: Head,
    /// Where it is sent.
    action: String,
    back: String,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    sheet: Sheet,
}

impl SheetPage {
    /// Whom it is about: the name in full, because the way back may speak of something of theirs.
    fn whose(&self) -> &str {
        &self.head.name
    }

    /// Whether what is folded away holds something, or something about it was not understood.
    fn is_unfolded(&self) -> bool {
        self.sheet.more.iter().flatten().any(|field| self.is_told(field))
    }

    /// The same of what is folded away in the middle.
    fn is_unfolded_here(&self) -> bool {
        let inside = self.sheet.rows.iter().flatten().skip_while(|field| field.shape != Shape::Folded);
        inside.skip(1).take_while(|field| field.shape != Shape::Unfolded).any(|field| self.is_told(field))
    }

    /// Whether it holds something, or was not understood.
    fn is_told(&self, field: &Field) -> bool {
        !self.typed.one(&field.name).is_empty() || self.attempt.errors.of(&field.name).is_some()
    }

    /// Draws a sheet. It is sent to `action`; `back` is where giving up leads, and where somebody else's
    /// change can be seen.
    pub fn show(
        page: Page,
        head: Head,
        (action, back): (String, String),
        keys: Keys,
        mut sheet: Sheet,
        typed: Typed,
        attempt: Attempt,
    ) -> Answer {
        for field in sheet.rows.iter_mut().chain(&mut sheet.more).flatten() {
            let values: Vec<&str> = typed.all(&field.name).collect();
            choose(&mut field.choices, &values);
        }
        show_as(attempt.status, &Self { page, head, action, back, keys, attempt, typed, sheet })
    }
}

/// Every answer of a closed list, in its order.
#[macro_export]
macro_rules! offered {
    ($codes:ty) => {
        <$codes>::ALL
            .iter()
            .map(|code| $crate::look::Choice::new(code.code(), code.label()))
            .collect::<Vec<$crate::look::Choice>>()
    };
}
