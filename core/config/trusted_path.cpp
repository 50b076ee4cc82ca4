#include "config/trusted_path.hpp"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <list>

namespace moderato {
namespace {

namespace fs = std::filesystem;

// Enough for any account; where it is not, its group counts as one of others.
using AccountBuffer = std::array<char, 16 << 10>;

std::string name_of(uid_t user) {
  passwd account{};
  AccountBuffer buffer;
  passwd* found = nullptr;
  ::getpwuid_r(user, &account, buffer.data(), buffer.size(), &found);
  return found != nullptr ? found->pw_name : "user " + std::to_string(user);
}

bool is_own_group(gid_t group, uid_t owner) {
  struct group entry {};
  AccountBuffer buffer;
  struct group* found = nullptr;
  ::getgrgid_r(group, &entry, buffer.data(), buffer.size(), &found);
  const std::string name = name_of(owner);
  if (found == nullptr || name != found->gr_name) return false;
  for (char** member = found->gr_mem; *member != nullptr; ++member)
    if (name != *member) return false;
  return true;
}

std::optional<Doubt> doubt_about_part(const fs::path& part, const struct stat& status, uid_t us) {
  const std::string name = part.string();
  constexpr uid_t root = 0;
  if (status.st_uid != root && status.st_uid != us)
    return Doubt{Doubt::Kind::owned_by_others, name + " belongs to " + name_of(status.st_uid) +
                                                   ", who could change it: chown " + name_of(us) + " " + name};
  if (S_ISLNK(status.st_mode)) return std::nullopt;  // a link has no rights of its own
  if (S_ISDIR(status.st_mode) && (status.st_mode & S_ISVTX) != 0) return std::nullopt;
  if ((status.st_mode & S_IWOTH) != 0)
    return Doubt{Doubt::Kind::writable_by_others, "everybody may write " + name + ": chmod o-w " + name};
  if ((status.st_mode & S_IWGRP) != 0 && !is_own_group(status.st_gid, status.st_uid))
    return Doubt{Doubt::Kind::writable_by_others, "a group may write " + name + ": chmod g-w " + name};
  return std::nullopt;
}

Doubt unreadable(const fs::path& part, int error) {
  return {Doubt::Kind::cannot_read, part.string() + " can't be looked at: " + std::strerror(error)};
}

}  // namespace

std::optional<Doubt> doubt_about(const fs::path& path, uid_t us) {
  constexpr int most_links = 40;  // as many as Linux follows
  int links = 0;
  const fs::path whole = fs::absolute(path);
  std::list<fs::path> ahead{whole.begin(), whole.end()};
  fs::path here;
  while (!ahead.empty()) {
    const fs::path name = std::move(ahead.front());
    ahead.pop_front();
    if (name.empty() || name == ".") continue;
    if (name == "..") {
      here = here.parent_path();  // looked at on the way down
      continue;
    }
    const fs::path part = here / name;
    struct stat status {};
    if (::lstat(part.c_str(), &status) != 0) return unreadable(part, errno);
    if (auto doubt = doubt_about_part(part, status, us)) return doubt;
    if (!S_ISLNK(status.st_mode)) {
      here = part;
      continue;
    }
    if (++links > most_links) return unreadable(part, ELOOP);
    std::error_code failed;
    const fs::path target = fs::read_symlink(part, failed);
    if (failed) return unreadable(part, failed.value());
    if (target.is_absolute()) here.clear();
    ahead.insert(ahead.begin(), target.begin(), target.end());
  }
  return std::nullopt;
}

}  // namespace moderato
