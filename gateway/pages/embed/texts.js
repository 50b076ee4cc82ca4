// What the section says, by language. An entry of several forms is chosen by its {n} (Intl.PluralRules).

const ENGLISH = {
  comments: "Comments",
  sort: "Sort by",
  newest: "Newest",
  oldest: "Oldest",
  replies: "Most replies",
  loading: "Loading the comments…",
  loadFailed: "The comments could not be loaded.",
  tryAgain: "Try again",
  empty: "No comments yet. Begin the discussion.",
  closed: "This discussion is closed.",
  login: "Log in to leave a comment",
  join: "Become a member to leave a comment",
  or: "or",
  name: "Your name",
  write: "Your comment",
  reply: "Reply",
  replyTo: "Reply to {name}",
  writingAs: "Commenting as {name}",
  send: "Post comment",
  sendReply: "Post reply",
  sending: "Sending…",
  cancel: "Cancel",
  emptyText: "Write something first.",
  emptyName: "Enter the name to be shown.",
  unreachable: "It could not be sent. Your text is still here: try again in a moment.",
  busy: "That was a lot in a short time. Your text is still here: try again in a moment.",
  signedOut: "You are no longer logged in. Log in again; your text is still here.",
  published: "Your comment is published.",
  held: "Waiting for review",
  heldMore: "Only you can see this. A moderator reads it before it is published.",
  undecided: "Being checked",
  undecidedMore: "Only you can see this, for a moment.",
  turnedAway: "Not published",
  turnedAwayMore: "You can change it and send it again.",
  marked: "The words it is about are marked:",
  revise: "Revise",
  discard: "Discard",
  discarded: "Discarded.",
  appeal: "Object",
  appealWhy: "Why should it be published as it is?",
  appealSend: "Send objection",
  appealOpen: "You objected. A moderator will answer here.",
  appealRefused: "You objected, and a moderator decided that it stays unpublished.",
  appealFailed: "The objection could not be sent. Try again in a moment.",
  newComments: { one: "{n} new comment", other: "{n} new comments" },
  newReplies: { one: "{n} new reply", other: "{n} new replies" },
  more: "Show more comments",
  moreReplies: "Show more replies",
  readMore: "Read more",
  readMoreOf: "Read more of {name}’s comment",
  inReplyTo: "in reply to {name}",
  edited: "edited",
  staff: "Staff",
  someone: "Anonymous",
  removed: "This comment was removed.",
  you: "You",
  report: "Report",
  reportOf: "Report {name}’s comment",
  reportWhy: "What is wrong with this comment?",
  abuse: "Insults or threatens",
  spam: "Advertising or spam",
  illegal: "Against the law",
  off_topic: "Off topic",
  other: "Something else",
  reportNote: "Anything to add? (optional)",
  reportSend: "Send report",
  reported: "Thank you. The moderators will look at it.",
  reportFailed: "The report could not be sent. Try again in a moment.",
  notThere: "The comment that was linked to is not here any more.",
};

const FRENCH = {
  comments: "Commentaires",
  sort: "Trier par",
  newest: "Plus récents",
  oldest: "Plus anciens",
  replies: "Plus de réponses",
  loading: "Chargement des commentaires…",
  loadFailed: "Les commentaires n’ont pas pu être chargés.",
  tryAgain: "Réessayer",
  empty: "Aucun commentaire pour l’instant. Lancez la discussion.",
  closed: "Cette discussion est close.",
  login: "Connectez-vous pour commenter",
  join: "Devenez membre pour commenter",
  or: "ou",
  name: "Votre nom",
  write: "Votre commentaire",
  reply: "Répondre",
  replyTo: "Répondre à {name}",
  writingAs: "Vous commentez en tant que {name}",
  send: "Publier",
  sendReply: "Publier la réponse",
  sending: "Envoi…",
  cancel: "Annuler",
  emptyText: "Écrivez d’abord quelque chose.",
  emptyName: "Indiquez le nom à afficher.",
  unreachable: "L’envoi a échoué. Votre texte est conservé : réessayez dans un instant.",
  busy: "Cela fait beaucoup en peu de temps. Votre texte est conservé : réessayez dans un instant.",
  signedOut: "Vous n’êtes plus connecté. Reconnectez-vous ; votre texte est conservé.",
  published: "Votre commentaire est publié.",
  held: "En attente de relecture",
  heldMore: "Vous seul le voyez. Un modérateur le lira avant publication.",
  undecided: "En cours de vérification",
  undecidedMore: "Vous seul le voyez, pour un instant.",
  turnedAway: "Non publié",
  turnedAwayMore: "Vous pouvez le modifier et l’envoyer de nouveau.",
  marked: "Les mots concernés sont surlignés :",
  revise: "Modifier",
  discard: "Supprimer",
  discarded: "Supprimé.",
  appeal: "Contester",
  appealWhy: "Pourquoi devrait-il être publié tel quel ?",
  appealSend: "Envoyer la contestation",
  appealOpen: "Vous avez contesté. Un modérateur répondra ici.",
  appealRefused: "Vous avez contesté, et un modérateur a décidé qu’il ne serait pas publié.",
  appealFailed: "La contestation n’a pas pu être envoyée. Réessayez dans un instant.",
  newComments: { one: "{n} nouveau commentaire", other: "{n} nouveaux commentaires" },
  newReplies: { one: "{n} nouvelle réponse", other: "{n} nouvelles réponses" },
  more: "Afficher plus de commentaires",
  moreReplies: "Afficher plus de réponses",
  readMore: "Lire la suite",
  readMoreOf: "Lire la suite du commentaire de {name}",
  inReplyTo: "en réponse à {name}",
  edited: "modifié",
  staff: "Rédaction",
  someone: "Anonyme",
  removed: "Ce commentaire a été retiré.",
  you: "Vous",
  report: "Signaler",
  reportOf: "Signaler le commentaire de {name}",
  reportWhy: "Quel est le problème avec ce commentaire ?",
  abuse: "Insulte ou menace",
  spam: "Publicité ou spam",
  illegal: "Contraire à la loi",
  off_topic: "Hors sujet",
  other: "Autre chose",
  reportNote: "Quelque chose à ajouter ? (facultatif)",
  reportSend: "Envoyer le signalement",
  reported: "Merci. Les modérateurs vont l’examiner.",
  reportFailed: "Le signalement n’a pas pu être envoyé. Réessayez dans un instant.",
  notThere: "Le commentaire visé par ce lien n’est plus là.",
};

const LANGUAGES = { en: ENGLISH, fr: FRENCH };

/**
 * Texts in the language wanted, English where there is none. A site's own (another language, other words) go before:
 * an object with some of the entries above.
 */
export class Texts {
  constructor(wanted, own) {
    const base = String(wanted || "en")
      .toLowerCase()
      .split("-")[0];
    const known = Object.hasOwn(LANGUAGES, base);
    this.language = known || own ? wanted || "en" : "en";
    this.entries = { ...(known ? LANGUAGES[base] : ENGLISH), ...own };
    try {
      this.plurals = new Intl.PluralRules(this.language);
    } catch {
      this.language = "en"; // no tag of a language
      this.plurals = new Intl.PluralRules("en");
    }
  }

  /** The entry with its {n} and {name} filled in. */
  say(key, values = {}) {
    const entry = this.entries[key];
    const form = typeof entry === "object" ? (entry[this.plurals.select(values.n)] ?? entry.other) : entry;
    // Names are set apart (FSI, PDI), so that one written from right to left does not carry away the words around it.
    return form.replace(/\{(\w+)\}/g, (whole, key) =>
      key === "n" ? this.number(values.n) : key in values ? `\u2068${values[key]}\u2069` : whole,
    );
  }

  number(n) {
    return new Intl.NumberFormat(this.language).format(n);
  }
}
