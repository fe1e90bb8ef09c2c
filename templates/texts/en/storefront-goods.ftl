# What a product's table says of a yes-or-no property.
attribute-yes = Yes
attribute-no = No
