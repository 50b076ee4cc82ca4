/* FILTER_NAME holds long comments. Make it yours: check() says what becomes of a comment. */
#include <moderato/abi.h>
#include <stdio.h>
#include <stdlib.h>

#define TEXT(LITERAL) ((moderato_string){LITERAL, sizeof(LITERAL) - 1})

typedef struct filter {
  int64_t max_bytes;
} filter;

/* A wrong option is reported by the host, which then does not use what this returns. */
static void* create(const moderato_host* host, const moderato_options* options,
                    void (*fail)(void* to, moderato_string message), void* to) {
  (void)host;
  filter* made = malloc(sizeof *made);
  if (made == NULL) {
    fail(to, TEXT("there is no memory for it"));
    return NULL;
  }
  made->max_bytes = options->integer(options->host, TEXT("max_bytes"), 2000, 1, 1000000);
  return made;
}

static void destroy(void* made) {
  free(made);
}

/* No answer is a pass. */
static void check(void* made, const moderato_comment* comment, const moderato_answer* answer) {
  const filter* self = made;
  if (comment->text.size <= (size_t)self->max_bytes) return;
  char message[64];
  const int size = snprintf(message, sizeof message, "Is longer than %lld bytes.", (long long)self->max_bytes);
  const moderato_finding finding = {
      .size = sizeof finding,
      .action = MODERATO_HOLD,
      .code = TEXT("FILTER_NAME.long"),
      .message = {message, (size_t)size},
  };
  answer->finding(answer->host, &finding);
}

__attribute__((visibility("default"))) const moderato_plugin_v1 moderato_plugin = {
    .magic = MODERATO_ABI_MAGIC,
    .size = sizeof(moderato_plugin_v1),
    .abi_major = MODERATO_ABI_MAJOR,
    .abi_minor = MODERATO_ABI_MINOR,
    .flags = MODERATO_CONCURRENT,
    .build = "C",
    .name = "FILTER_NAME",
    .version = "1.0",
    .summary = "Holds long comments",
    .create = create,
    .destroy = destroy,
    .check = check,
};
