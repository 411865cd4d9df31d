//! What each colleague has beside what they can take: a pale bar for the room, a full one in front for the
//! cases. Whoever has too many sticks out at the end, and says so in words.

use super::{Picture, esc, frame, shorten};
use crate::format::{and_list, plural};

/// One colleague.
#[derive(Clone, Debug)]
pub struct Held {
    /// What people call them.
    pub name: String,
    /// Open cases.
    pub open: i64,
    /// Open cases that they can take.
    pub most: i64,
}

#[derive(Clone, Debug)]
pub struct Loads {
    pub title: String,
    pub held: Vec<Held>,
}

const WIDTH: f64 = 400.0;
/// Height of one colleague's line: the words, the bar, and air.
const LINE: f64 = 46.0;
const BAR: f64 = 14.0;

impl Held {
    /// "room for 4 more", "just as many as they can take", "2 more than they can take"
    pub fn room(&self) -> String {
        match self.most - self.open {
            0 => "just as many as they can take".to_owned(),
            room if room > 0 => format!("room for {room} more"),
            over => format!("{} more than they can take", -over),
        }
    }
}

impl Picture for Loads {
    fn svg(&self) -> String {
        let most = self.held.iter().map(|one| one.open.max(one.most)).max().unwrap_or(0).max(1);
        let wide = |count: i64| WIDTH * count.max(0) as f64 / most as f64;
        let mut body = String::new();
        for (index, one) in self.held.iter().enumerate() {
            let top = LINE * index as f64;
            let words = format!("{} of {}", one.open, one.most);
            body += &format!(
                "<text class=\"ink\" x=\"0\" y=\"{:.0}\">{}</text><text x=\"{WIDTH}\" y=\"{:.0}\" text-anchor=\"end\">{words}</text>",
                top + 16.0,
                esc(&shorten(&one.name, 15.0, WIDTH - 90.0)),
                top + 16.0,
            );
            let over = if one.open > one.most { " stage-worry" } else { "" };
            body += &format!(
                "<rect class=\"agreed\" x=\"0\" y=\"{:.0}\" width=\"{:.1}\" height=\"{BAR}\" rx=\"3\"/><g class=\"{}\"><rect class=\"fill\" x=\"0\" y=\"{:.0}\" width=\"{:.1}\" height=\"8\" rx=\"3\"/></g>",
                top + 23.0,
                wide(one.most),
                over.trim_start(),
                top + 26.0,
                wide(one.open),
            );
        }
        let height = (LINE * self.held.len() as f64).max(1.0);
        frame(&format!("0 0 {WIDTH} {height:.0}"), "img", "loads", &self.title, &self.sentence(), &body)
    }

    fn sentence(&self) -> String {
        let over: Vec<&str> =
            self.held.iter().filter(|one| one.open > one.most).map(|one| one.name.as_str()).collect();
        let room: i64 = self.held.iter().map(|one| (one.most - one.open).max(0)).sum();
        let room = match room {
            0 => "Nobody has room for another case.".to_owned(),
            room => format!("There is room for {} in all.", plural(room, "more case", "more cases")),
        };
        match over.as_slice() {
            [] => room,
            over => {
                let has = if over.len() == 1 { "has" } else { "have" };
                format!("{} {has} more than they can take. {room}", and_list(over))
            }
        }
    }

    fn heads(&self) -> Vec<&'static str> {
        vec!["Who", "Open cases", "Can take", "Room"]
    }

    fn rows(&self) -> Vec<Vec<String>> {
        let row = |one: &Held| vec![one.name.clone(), one.open.to_string(), one.most.to_string(), one.room()];
        self.held.iter().map(row).collect()
    }

    fn title(&self) -> String {
        self.title.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::super::proof::is_well_drawn;
    use super::*;

    fn loads(list: &[(i64, i64)]) -> Loads {
        let held = list.iter().enumerate().map(|(at, (open, most))| Held {
            name: format!("Colleague <{at}> of a very long name indeed, and a second one"),
            open: *open,
            most: *most,
        });
        Loads { title: "Cases".into(), held: held.collect() }
    }

    #[test]
    fn it_is_drawn_for_nobody_for_nothing_and_for_too_many() {
        for list in [&[][..], &[(0, 0)], &[(31, 30), (12, 30), (0, 0)], &[(400, 1)]] {
            is_well_drawn(&loads(list));
        }
    }

    #[test]
    fn it_says_who_has_too_many_and_how_much_room_there_is() {
        let held = |name: &str, open, most| Held { name: name.into(), open, most };
        let told = |held: Vec<Held>| Loads { title: "Cases".into(), held }.sentence();
        assert_eq!(
            told(vec![held("Amina", 32, 30), held("Ben", 28, 30)]),
            "Amina has more than they can take. There is room for 2 more cases in all."
        );
        assert_eq!(told(vec![held("Ben", 30, 30)]), "Nobody has room for another case.");
        assert_eq!(held("Ben", 32, 30).room(), "2 more than they can take");
    }
}
