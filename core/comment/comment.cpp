#include "comment/comment.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "moderato/filter.hpp"

namespace moderato {

ContentHash CommentFrame::content() const {
  std::uint64_t hash = parent ? 1 : 0;
  for (const std::string_view field :
       {article, parent.value_or(std::string_view{}), author_id, author_name, text, language, url}) {
    hash = XXH3_64bits_withSeed(field.data(), field.size(), hash ^ field.size());
  }
  return hash == erased_content.value ? ContentHash{hash + 1} : ContentHash{hash};
}

moderato_comment to_abi(const CommentFrame& comment, Time now, std::uint32_t revision) {
  moderato_comment raw{};
  raw.size = sizeof raw;
  raw.site = abi::string(comment.site);
  raw.id = abi::string(comment.id);
  raw.article = abi::string(comment.article);
  if (comment.parent) raw.parent = abi::string(*comment.parent);
  raw.author_id = abi::string(comment.author_id);
  raw.author_name = abi::string(comment.author_name);
  raw.author_ip = abi::string(comment.author_ip);
  raw.author_email = abi::string(comment.author_email);
  raw.author_token = abi::string(comment.author_token);
  raw.text = abi::string(comment.text);
  raw.language = abi::string(comment.language);
  raw.url = abi::string(comment.url);
  raw.json = abi::string(comment.frame);
  raw.created_at = comment.created_at ? comment.created_at->time_since_epoch().count() : 0;
  raw.now = now.time_since_epoch().count();
  raw.revision = revision;
  return raw;
}

}  // namespace moderato
