# What a product's table says of a yes-or-no property.
attribute-yes = Ja
attribute-no = Nein
