// Whether what stands at a path can only have been put there by root or by us: code to be run, or a key.
#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace moderato {

struct Doubt {
  enum class Kind : std::uint8_t { cannot_read, owned_by_others, writable_by_others };

  Kind kind;
  std::string sentence;  // which part of the path, what is wrong with it, and the command that mends it
};

// Looks at the file, at every folder from / down to it, and at the symbolic links on the way: each must belong to root
// or to the user `us`, and nobody else may be allowed to write it. A group may where it is its owner's own, of the same
// name and without other members (as some systems give every user one). A folder everybody may write, but where each
// deletes only their own (/tmp), is fine: what lies in it is looked at as well. Nothing when all is well; else the
// first that is not. Access lists show up as rights of the group.
[[nodiscard]] std::optional<Doubt> doubt_about(const std::filesystem::path& path, uid_t us = ::geteuid());

}  // namespace moderato
