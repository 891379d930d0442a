// How the guide's search ranks what it found: pages that people read first, then what is looked up, then why it is so.
var Scorer = {
  score: ([docname, title, anchor, descr, score]) => {
    if (docname.startsWith("decisions/") || docname === "CHANGELOG") return score / 1000;
    if (["reference", "clauses", "spec", "ARCHITECTURE", "adding-a-clause-kind"].includes(docname)) return score;
    return score + 10;
  },
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: {},
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
