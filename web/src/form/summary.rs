//! The summary of mistakes above a form says which field each is about, in the words in which the form asks for it.
//! They are known where a template draws the field and nowhere else, so they are taken from the page once it is
//! drawn: a new field needs nothing, and its name in the summary cannot differ from the one beside it.
//!
//! Our templates write every attribute in double quotes and every sign that could end a tag as a reference.

/// Where the summary begins, as `asked::summary` and `form::summary` write it.
const SUMMARY: &str = "<div class=\"banner bad summary\"";
/// What leads to a field from it.
const LINK: &str = "<a href=\"#f-";

/// A page with its summary, if it has one, naming the fields.
pub fn named(page: String) -> String {
    let Some(start) = page.find(SUMMARY) else { return page };
    let Some(end) = page[start..].find("</ul>").map(|end| start + end) else { return page };
    let mut out = String::with_capacity(page.len() + 512);
    out.push_str(&page[..start]);
    let mut rest = &page[start..end];
    while let Some((before, after)) = rest.split_once(LINK) {
        let Some((field, words)) = after.split_once("\">") else { break };
        out.push_str(&format!("{before}{LINK}{field}\">{}", lead(&page[end..], field)));
        rest = words;
    }
    out.push_str(rest);
    out.push_str(&page[end..]);
    out
}

/// How the line about a field begins: "Where? ", "Paid hours: "; nothing when the form does not say.
fn lead(form: &str, field: &str) -> String {
    match label(form, field) {
        Some(label) if label.ends_with(['?', '.', ':', '!']) => format!("{label} "),
        Some(label) => format!("{label}: "),
        None => String::new(),
    }
}

/// What a form calls a field: its label, or the question of the group that it is the first answer of.
fn label(form: &str, field: &str) -> Option<String> {
    let own = form.find(&format!(" for=\"f-{field}\"")).and_then(|at| inside(&form[at..], "</label>"));
    own.or_else(|| {
        let at = form.find(&format!(" id=\"f-{field}\""))?;
        let question = form[..at].rfind("<legend").filter(|from| !form[*from..at].contains("</fieldset>"));
        match question {
            Some(from) => inside(&form[from..], "</legend>"),
            // A box with its words behind it, in one label.
            None => form[..at]
                .rfind("<label")
                .filter(|from| !form[*from..at].contains("</label>"))
                .and_then(|_| inside(&form[at..], "</label>")),
        }
    })
}

/// The words from the end of the tag at the start up to `end`, as they are read: without tags, and without "(optional)".
fn inside(text: &str, end: &str) -> Option<String> {
    let from = text.find('>')? + 1;
    let inner = &text[from..from + text[from..].find(end)?];
    let inner = inner.split("<span class=\"optional\">").next()?;
    let mut words = String::new();
    for part in inner.split('<') {
        // The first part stands before any tag.
        let text = part.split_once('>').map_or(part, |(_, text)| text);
        words.push_str(text);
    }
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(fields: &[&str], form: &str) -> String {
        let lines: String =
            fields.iter().map(|field| format!("<li>{LINK}{field}\">This needs an answer</a></li>")).collect();
        format!("<main>{SUMMARY} role=\"alert\"><ul>{lines}<li>Say who pays</li></ul></div>{form}</main>")
    }

    /// The lines of the summary, as they are read.
    fn said(fields: &[&str], form: &str) -> Vec<String> {
        let page = named(page(fields, form));
        assert!(page.ends_with(&format!("{form}</main>")), "nothing else is changed");
        let list = &page[..page.find("</ul>").unwrap()];
        list.split("<li>").skip(1).filter_map(|line| inside(&format!(">{line}"), "</li>")).collect()
    }

    #[test]
    fn a_line_begins_with_the_label_as_the_form_shows_it() {
        let form = r#"<label for="f-place">Where? <span class="optional">(optional)</span></label><input id="f-place">
            <label class="hide" for="f-hours"><svg class="icon"><use href="x"/></svg>Paid  hours</label><input id="f-hours">"#;
        let said = said(&["place", "hours", "gone"], form);
        assert_eq!(
            said,
            [
                "Where? This needs an answer",
                "Paid hours: This needs an answer",
                "This needs an answer",
                "Say who pays"
            ]
        );
    }

    #[test]
    fn of_a_group_it_is_the_question_and_of_a_single_box_the_words_behind_it() {
        let form = r#"<fieldset><legend>How were they asked?</legend><label class="opt"><input id="f-mode"><span>Face to face</span></label></fieldset>
            <label class="opt"><input type="checkbox" id="f-agreed" value="1"><span class="tile">Gordon agrees<span class="mark"></span></span></label>"#;
        let said = said(&["mode", "agreed"], form);
        assert_eq!(
            said[..2],
            ["How were they asked? This needs an answer", "Gordon agrees: This needs an answer"]
        );
    }

    #[test]
    fn a_page_without_a_summary_is_left_as_it_is() {
        let page = "<a href=\"#f-place\">Where</a><label for=\"f-place\">Place</label>";
        assert_eq!(named(page.to_owned()), page);
    }
}
