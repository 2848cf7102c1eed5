// The table of claims: on narrow screens its facets begin closed, so that the claims come first.
const facets = document.querySelector(".facets");
if (facets && matchMedia("(max-width: 900px)").matches) facets.open = false;
