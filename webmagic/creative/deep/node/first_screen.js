// What is wrong with the first screen at the size the window has now: a list of sentences, empty when nothing is.
// The least of 180 sound screens (twelve looks, three heroes each, five businesses) were a headline of 4.7 em,
// a paragraph of 11.5 em and a picture over 12 % of a desk's screen; a collapsed column falls far below.
() => {
  const LEAST = { headline: 24, em: 4, paragraph: 9, picture: 0.06, desk: 1280 };
  const hero = document.querySelector("#hero");
  const title = document.querySelector("h1");
  if (!hero || !title) return [];
  const fold = innerHeight - (document.querySelector("claim-bar")?.getBoundingClientRect().height ?? 0);
  const size = (it) => parseFloat(getComputedStyle(it).fontSize);
  const ems = (it) => it.getBoundingClientRect().width / size(it);
  const isShown = (it) => it.getBoundingClientRect().top < fold;
  const faults = [];

  if (size(title) < LEAST.headline) faults.push(`the headline is set in ${size(title)} px`);
  else if (ems(title) < LEAST.em) faults.push(`the headline stands in a column of ${ems(title).toFixed(1)} em`);
  if (!isShown(title)) faults.push("the headline is below the fold");

  const read = [...hero.querySelectorAll("p")].filter((it) => it.innerText.trim().length > 60 && isShown(it));
  const narrow = read.find((it) => ems(it) < LEAST.paragraph);
  if (narrow) faults.push(`a paragraph stands in a column of ${ems(narrow).toFixed(1)} em`);

  const part = (from, to, end) => Math.max(0, Math.min(to, end) - Math.max(from, 0));
  const seen = (it) => {
    const box = it.getBoundingClientRect();
    return (part(box.left, box.right, innerWidth) * part(box.top, box.bottom, fold)) / (innerWidth * fold);
  };
  const shares = [...hero.querySelectorAll("svg, img")].map(seen);
  if (innerWidth >= LEAST.desk && shares.length && Math.max(...shares) < LEAST.picture)
    faults.push(`the picture fills ${(100 * Math.max(...shares)).toFixed(1)} % of the first screen`);
  return faults;
}
