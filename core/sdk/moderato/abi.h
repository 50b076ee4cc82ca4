/* The binary contract between Moderato and a filter plugin: plain C, no dependency.
 *
 * A plugin is a shared library that exports one object, `moderato_plugin`, of type `moderato_plugin_v1`.
 * C++ authors want <moderato/filter.hpp>, which fills this table for them.
 *
 * STRINGS are UTF-8 with a length and need no final NUL. An absent string has data == NULL; an empty one does not.
 * OWNERSHIP: whoever makes memory frees it. What the host passes in is valid until the call returns; what a plugin
 * hands to a host function is copied before that function returns.
 * THREADS: `create`, `destroy` and `lookback` are called from one thread at a time. `check`, `expect`, `remember` and
 * `forget` too, unless the plugin sets MODERATO_CONCURRENT: then any number of threads call these at once.
 * EXCEPTIONS must not leave a plugin's function.
 * GROWTH: structs only grow at their end and start with their own size; read a field only if `size` covers it.
 * A new minor version adds fields; a new major version breaks, and old plugins are refused with a sentence. */
#ifndef MODERATO_SDK_ABI_H
#define MODERATO_SDK_ABI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MODERATO_ABI_MAGIC 0x4d444654u /* "MDFT" */
/* The version of this header, which a plugin's table repeats. */
#define MODERATO_ABI_MAJOR 1
/* The same: see MODERATO_ABI_MAJOR. */
#define MODERATO_ABI_MINOR 4

/* UTF-8 with a length. */
typedef struct moderato_string {
  const char* data;
  size_t size; /* bytes */
} moderato_string;

/* What a filter thinks of a comment. The strictest finding of a chain wins; APPROVE is final and skips the rest. */
enum { MODERATO_PASS = 0, MODERATO_HOLD = 1, MODERATO_REJECT = 2, MODERATO_APPROVE = 3 };
/* A number, not an enum: any value may come across the border, and must be checked, which an enum would not allow. */
typedef int32_t moderato_action;

enum { MODERATO_DEBUG = 0, MODERATO_INFO = 1, MODERATO_WARNING = 2, MODERATO_ERROR = 3 };
/* How much a line in the log matters. */
typedef int32_t moderato_level;

/* What is known of the comment that another answers. */
enum {
  MODERATO_PARENT_UNTOLD = 0,  /* it answers none, or the filter did not ask (MODERATO_WANTS_THREAD) */
  MODERATO_PARENT_UNKNOWN = 1, /* no comment of this site has the id */
  MODERATO_PARENT_HELD = 2,
  MODERATO_PARENT_REJECTED = 3,
  MODERATO_PARENT_APPROVED = 4,  /* some revision of it stands on the feed */
  MODERATO_PARENT_WITHDRAWN = 5, /* it stood there, and was taken back */
  MODERATO_PARENT_ERASED = 6
};
/* One of these; a later version may have more. */
typedef int32_t moderato_parent_state;

/* Times are microseconds since 1970-01-01T00:00:00Z. */
typedef int64_t moderato_time;

/* A comment as filters see it. */
typedef struct moderato_comment {
  size_t size;
  moderato_string site;
  moderato_string id;
  moderato_string article;
  moderato_string parent; /* absent for a top-level comment */
  moderato_string author_id;
  moderato_string author_name;
  moderato_string author_ip;
  moderato_string author_email;
  moderato_string author_token;
  moderato_string text;
  moderato_string language;
  moderato_string url;
  moderato_string json;     /* the frame as it arrived, unknown fields included */
  moderato_time created_at; /* as the sender says; 0 when absent */
  moderato_time now;        /* the time to judge by: the clock in the daemon, `created_at` when an archive is judged */
  uint32_t revision;        /* 0, or how often this id was edited before */

  /* Context, absent where it is not known. */
  moderato_string parent_text;
  moderato_string parent_author_id;
  moderato_string article_title;
  moderato_string article_url;
  moderato_string article_text;
  uint32_t article_closed; /* 1 when the site has closed the article */

  /* The author's past decisions on this site, as the ledger knows it. */
  uint32_t author_approved;
  uint32_t author_held;
  uint32_t author_rejected;

  /* Since 1.3. The first three are told to filters with MODERATO_WANTS_THREAD. */
  moderato_parent_state parent_state;
  uint32_t depth;                     /* how many comments are above it: 0 for one at the top, at most 1,000 */
  moderato_string parent_article;     /* absent where the parent is not known, or was erased */
  moderato_time article_published_at; /* context; as the site says; 0 when not known */
  uint32_t anew;                      /* 1 when what was decided on is judged once more; nobody sent it again */
} moderato_comment;

/* Bytes [begin, end) of the comment's text that caused a finding. */
typedef struct moderato_span {
  uint32_t begin;
  uint32_t end;
} moderato_span;

/* How much of an attribute a text has: TOXICITY, say. */
typedef struct moderato_score {
  moderato_string attribute;
  double value; /* 0..1 */
} moderato_score;

/* What a filter answers. */
typedef struct moderato_finding {
  size_t size;
  moderato_action action;
  moderato_string code;    /* "links.too_many": for programs, stable */
  moderato_string message; /* a sentence for the commenter and the moderator */
  double score;            /* 0..1: how sure; 0 when there is no such thing */
  const moderato_span* spans;
  size_t span_count;
  const moderato_score* scores;
  size_t score_count;

  /* Since 1.1: what each span added to the evidence, in the filter's own unit, larger is more; finite. One entry per
   * span, or NULL. */
  const float* weights;

  /* Since 1.3: 1 to be asked again once the comment's parent is decided. One that is held may be let through then, and
   * one that stands on the feed taken back when its parent is. */
  uint32_t follows_parent;
} moderato_finding;

/* Given to `check`. Call at most one of the two, at most once. Calling neither means PASS. */
typedef struct moderato_answer {
  size_t size;
  void* host;
  void (*finding)(void* host, const moderato_finding* finding);
  /* The filter could not judge (its database is away, say): the operator's `on_error` decides. */
  void (*error)(void* host, moderato_string message);
} moderato_answer;

/* A decision that is on disk, in ledger order; also what is replayed at start. */
typedef struct moderato_decision {
  size_t size;
  const moderato_comment* comment; /* without context */
  moderato_action action;          /* HOLD, REJECT or APPROVE */
  int64_t seq;
  moderato_time decided_at;
  moderato_string decided_by; /* "chain" or a moderator */
  uint32_t replayed;          /* 1 when told again at start */
  /* Since 1.3: 1 when the chain was asked once more; nobody sent the comment again. It has 64 bits since 1.2 had room
   * for 32 behind `replayed`, which `size` counted in. */
  uint64_t anew;
} moderato_decision;

/* Options of one filter, as the operator wrote them. Nested tables are reached with dots: "hold.TOXICITY".
 * A wrong type or a value out of range is recorded by the host with file, line and column, the fallback is returned,
 * and `create` counts as failed once it returns. An option that was never asked for is reported as unknown.
 * Returned strings live as long as the `create` call; the host fetches those written {env}, {file} or {credential}. */
typedef struct moderato_options {
  size_t size;
  void* host;
  int64_t (*integer)(void* host, moderato_string name, int64_t fallback, int64_t least, int64_t most);
  double (*number)(void* host, moderato_string name, double fallback, double least, double most);
  uint32_t (*boolean)(void* host, moderato_string name, uint32_t fallback);
  moderato_string (*string)(void* host, moderato_string name, moderato_string fallback);
  /* One of `choices`; returns its index. */
  size_t (*choice)(void* host, moderato_string name, size_t fallback, const moderato_string* choices, size_t count);
  /* A list of strings: calls `each` once per entry. Returns 0 when the option is absent. */
  uint32_t (*list)(void* host, moderato_string name, void (*each)(void* to, moderato_string entry), void* to);
  /* A file or folder: relative to the folder of the configuration file. A fallback is looked up in Moderato's shared
   * data folder instead. */
  moderato_string (*path)(void* host, moderato_string name, moderato_string fallback);
  /* Time spans, written "90s", "5m", "12h", "30d"; microseconds. */
  int64_t (*duration)(void* host, moderato_string name, int64_t fallback, int64_t least, int64_t most);
  /* Says that an option's value can't be used, and why; the host adds the place. */
  void (*refuse)(void* host, moderato_string name, moderato_string message);
} moderato_options;

/* What the host offers for a filter's whole life. */
typedef struct moderato_host {
  size_t size;
  void* host;
  void (*log)(void* host, moderato_level level, moderato_string message);
  /* 16 random bytes of this installation, kept secret: key hashes with them. */
  const uint8_t* secret;
} moderato_host;

/* How far back a filter wants to be told decisions again at start; 0 for not at all. */
typedef struct moderato_lookback {
  size_t size;
  int64_t microseconds;
  int64_t decisions;
} moderato_lookback;

/* Plugin flags. */
#define MODERATO_CONCURRENT 1u    /* check, expect, remember and forget may be called from many threads at once */
#define MODERATO_REMEMBERS 2u     /* its answers depend on what came before: it must see comments in order */
#define MODERATO_WANTS_CONTEXT 4u /* it reads the context fields of a comment */
#define MODERATO_WANTS_THREAD 8u  /* since 1.3: it reads parent_state, depth and parent_article */

/* What a plugin exports: what it is, and what the host calls. */
typedef struct moderato_plugin_v1 {
  /* Compared before anything else is read. */
  uint32_t magic; /* MODERATO_ABI_MAGIC */
  uint32_t size;  /* sizeof(moderato_plugin_v1) */
  uint16_t abi_major;
  uint16_t abi_minor;
  uint32_t flags;
  const char* build; /* compiler, standard library and sanitizer, for people and for sanitizer builds */

  const char* name;
  const char* version;
  const char* summary; /* one line */

  /* Returns the filter, or NULL after saying why through `fail`. */
  void* (*create)(const moderato_host* host, const moderato_options* options,
                  void (*fail)(void* to, moderato_string message), void* to);
  void (*destroy)(void* filter);
  void (*check)(void* filter, const moderato_comment* comment, const moderato_answer* answer);
  void (*remember)(void* filter, const moderato_decision* decision); /* NULL when not wanted */
  void (*lookback)(void* filter, moderato_lookback* lookback);       /* NULL for none */

  /* Since 1.2: these comments were erased, each revision as it was before. Whatever the filter remembers of them must
   * go. NULL when there is nothing it could remember. */
  void (*forget)(void* filter, const moderato_comment* const* comments, size_t count);

  /* Since 1.3: which of `flags` hold for this filter as it is configured; asked once, after `create`. What is told or
   * fetched in vain costs time. NULL for all of them. */
  uint32_t (*needs)(void* filter);

  /* Since 1.4: `check` is asked about these next, by the same thread and in this order: a chance to fetch at once what
   * each would be looked up for. Not every check is announced so. NULL when it would be of no use. */
  void (*expect)(void* filter, const moderato_comment* const* comments, size_t count);
} moderato_plugin_v1;

/* The name of the exported object. */
#define MODERATO_PLUGIN_SYMBOL "moderato_plugin"

#ifdef __cplusplus
}
#endif

#endif
