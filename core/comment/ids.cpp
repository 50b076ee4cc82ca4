#include "comment/ids.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace moderato {

CommentKey comment_key(std::string_view site, std::string_view id) {
  // The site's hash seeds the id's, so that no pair of site and id runs into another.
  return {XXH3_64bits_withSeed(id.data(), id.size(), XXH3_64bits(site.data(), site.size()))};
}

}  // namespace moderato
