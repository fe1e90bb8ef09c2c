//! Rows in the order of their ids, a page at a time: the two sides of a merge.
use db::{Conn, DbError};

/// Fetches the page after a row; the first page for none. An empty page is the end.
type Fetch<'a, T> = Box<dyn FnMut(&mut Conn, Option<&T>) -> Result<Vec<T>, DbError> + 'a>;

pub(super) struct Paged<'a, T> {
    fetch: Fetch<'a, T>,
    page: std::iter::Peekable<std::vec::IntoIter<T>>,
    last: Option<T>,
    over: bool,
}

impl<'a, T: Clone> Paged<'a, T> {
    pub fn new(fetch: impl FnMut(&mut Conn, Option<&T>) -> Result<Vec<T>, DbError> + 'a) -> Self {
        Self { fetch: Box::new(fetch), page: Vec::new().into_iter().peekable(), last: None, over: false }
    }

    pub fn next(&mut self, conn: &mut Conn) -> Result<Option<T>, DbError> {
        self.next_if(conn, |_| true)
    }

    /// The next row if it is wanted; otherwise it stays.
    pub fn next_if(&mut self, conn: &mut Conn, wanted: impl Fn(&T) -> bool) -> Result<Option<T>, DbError> {
        if self.page.peek().is_none() && !self.over {
            let page = (self.fetch)(conn, self.last.as_ref())?;
            self.over = page.is_empty();
            self.last = page.last().cloned().or(self.last.take());
            self.page = page.into_iter().peekable();
        }
        Ok(self.page.next_if(wanted))
    }
}
