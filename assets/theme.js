/* Before the first paint: the saved density, and a clean tab at the door. The theme is Reflex's. */
(function () {
  try {
    var density = localStorage.getItem("density");
    if (density) document.documentElement.dataset.density = density;
    if (/^\/login\/?$/.test(location.pathname)) sessionStorage.clear();
  } catch (e) { /* storage may be closed; nothing depends on it */ }
})();
