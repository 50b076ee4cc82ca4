#include "moderato/token/key_file.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

namespace moderato::token {

std::string read_key_file(const std::string& path) {
  constexpr std::size_t largest = 65'536;
  errno = 0;
  std::ifstream file{path, std::ios::binary};
  std::string text(largest + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!file.is_open() || file.bad())
    throw std::runtime_error("can't read " + path + ": " + (errno != 0 ? std::strerror(errno) : "unknown reason"));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.empty()) throw std::runtime_error("finds nothing in " + path);
  if (text.size() > largest) throw std::runtime_error("finds more than 64 KiB in " + path + ", which is no key");
  return text;
}

std::string read_secret(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) == 0 && (found.st_mode & S_IROTH) != 0)
    throw std::runtime_error("does not take a secret from " + path + ", which everybody can read: chmod o-rwx it");
  std::string text = read_key_file(path);
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  return text;
}

}  // namespace moderato::token
