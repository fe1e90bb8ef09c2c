//! Pictures that staff bring, from the file to the product.
use catalog::{Focus, Picture};
use kernel::Actor;
use kernel::kinds::{CategoryId, ProductId};
use media::{MediaError, Prepared};

use super::{Goods, GoodsError};

/// A file as it came.
pub struct Bring {
    /// As its owner calls it; for telling which was refused.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What became of several files.
#[derive(Debug, Default)]
pub struct Brought {
    pub hung: usize,
    /// Those that could not be taken, by name.
    pub refused: Vec<(String, MediaError)>,
}

fn picture(prepared: &Prepared, alt: &str) -> Picture {
    let alt = alt.chars().take(300).collect();
    Picture { id: prepared.id, alt, width: prepared.width, height: prepared.height, focus: Focus::MIDDLE }
}

impl Goods {
    /// Hangs pictures behind those a product has. What is no picture is told, the others hang all the same.
    ///
    /// # Errors
    /// A product that is gone; a power that is missing; a full disk.
    pub async fn add_pictures(
        &self,
        actor: &Actor,
        id: ProductId,
        files: Vec<Bring>,
    ) -> Result<Brought, GoodsError> {
        actor.require(catalog::MANAGE)?;
        let sheet = self.catalog.sheet(id).await?.ok_or(catalog::CatalogError::NotFound)?;
        let mut brought = Brought::default();
        let mut prepared = Vec::new();
        for file in files {
            match self.media.prepare(file.bytes).await {
                Ok(p) => prepared.push(p),
                Err(e @ (MediaError::Io(_) | MediaError::Db(_))) => return Err(e.into()),
                Err(e) => brought.refused.push((file.name, e)),
            }
        }
        if prepared.is_empty() {
            return Ok(brought);
        }
        brought.hung = prepared.len();
        let (goods, title) = (self.clone(), sheet.product.title);
        self.db
            .write(actor, move |tx| {
                for p in &prepared {
                    goods.media.keep(tx, p)?;
                }
                let pictures: Vec<Picture> = prepared.iter().map(|p| picture(p, &title)).collect();
                goods.catalog.add_pictures(tx, id, &pictures)?;
                Ok::<_, GoodsError>(())
            })
            .await?;
        Ok(brought)
    }

    /// Hangs a picture over a category.
    pub async fn set_category_picture(
        &self,
        actor: &Actor,
        id: CategoryId,
        alt: &str,
        file: Bring,
    ) -> Result<(), GoodsError> {
        actor.require(catalog::MANAGE)?;
        let prepared = self.media.prepare(file.bytes).await?;
        let (goods, alt) = (self.clone(), alt.to_owned());
        self.db
            .write(actor, move |tx| {
                goods.media.keep(tx, &prepared)?;
                goods.catalog.set_category_picture(tx, id, Some(&picture(&prepared, &alt)))?;
                Ok(())
            })
            .await
    }
}
