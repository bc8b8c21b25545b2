//! What `reset` says.

use std::time::Duration;

use crate::language::Language::{self, En, Es};
use crate::messages::fixed;

fixed! {
    as_now { "same as your file" "igual que tu archivo" }
}

pub(super) fn done(language: Language, file: &str, backup: &str) -> String {
    match language {
        En => format!("{file} is the starter again.\nYour version is in {backup}."),
        Es => format!("{file} vuelve a ser el punto de partida.\nTu versión está en {backup}."),
    }
}

pub(super) fn undo(language: Language, id: &str, number: u32) -> String {
    match language {
        En => format!("To bring it back: cargo ex reset {id} --restore {number}"),
        Es => format!("Para recuperarla: cargo ex reset {id} --restore {number}"),
    }
}

pub(super) fn not_needed(language: Language, file: &str) -> String {
    match language {
        En => format!("{file} is the starter already."),
        Es => format!("{file} ya es el punto de partida."),
    }
}

pub(super) fn no_backups(language: Language, id: &str) -> String {
    match language {
        En => format!("There are no backups of {id} yet: `cargo ex reset {id}` makes one."),
        Es => format!("Todavía no hay copias de {id}: `cargo ex reset {id}` hace una."),
    }
}

pub(super) fn lines(language: Language, count: usize) -> String {
    match language {
        En => format!("{count} lines"),
        Es => format!("{count} líneas"),
    }
}

pub(super) fn age(language: Language, age: Duration) -> String {
    let minutes = age.as_secs() / 60;
    let (count, en, es) = match minutes {
        0 => {
            return match language {
                En => "less than a minute".to_owned(),
                Es => "menos de un minuto".to_owned(),
            };
        }
        1..60 => (minutes, "minute", "minuto"),
        60..1_440 => (minutes / 60, "hour", "hora"),
        _ => (minutes / 1_440, "day", "día"),
    };
    let plural = if count == 1 { "" } else { "s" };
    match language {
        En => format!("{count} {en}{plural} ago"),
        Es => format!("hace {count} {es}{plural}"),
    }
}

pub(super) fn how_to_restore(language: Language, id: &str) -> String {
    match language {
        En => format!("To bring one back: cargo ex reset {id} --restore NUMBER"),
        Es => format!("Para recuperar una: cargo ex reset {id} --restore NÚMERO"),
    }
}

pub(super) fn no_such_backup(language: Language, id: &str, number: u32) -> String {
    match language {
        En => format!(
            "there is no backup {number} of `{id}`\n\nhint: `cargo ex reset {id} --list` shows them"
        ),
        Es => format!(
            "no hay copia {number} de `{id}`\n\npista: `cargo ex reset {id} --list` muestra las que hay"
        ),
    }
}

pub(super) fn restored(language: Language, file: &str, number: u32, kept: u32) -> String {
    match language {
        En => format!("{file} is backup {number} again.\nWhat it was before is backup {kept}."),
        Es => {
            format!(
                "{file} vuelve a ser la copia {number}.\nLo que había antes es la copia {kept}."
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_have_one_unit() {
        let of = |seconds| age(En, Duration::from_secs(seconds));
        assert_eq!(of(59), "less than a minute");
        assert_eq!(of(60), "1 minute ago");
        assert_eq!(of(7_300), "2 hours ago");
        assert_eq!(age(Es, Duration::from_secs(3 * 86_400)), "hace 3 días");
    }
}
