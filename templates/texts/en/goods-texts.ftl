# Products and categories in other languages.
goods-texts-hint = Below each field stands what it says in the shop’s main language. What you leave empty is shown like that.
goods-texts-names = Options and properties
goods-texts-names-hint = What options, their values and the lines of the specification are called.
