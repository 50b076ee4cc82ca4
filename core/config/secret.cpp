#include "config/secret.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "config/fd.hpp"
#include "config/wording.hpp"

namespace moderato {
namespace {

// The text, or what is wrong.
struct Found {
  std::string text;
  std::string wrong;
};

Found wrong(std::string what) {
  return {{}, std::move(what)};
}

Found read_file(const std::string& path) {
  constexpr std::size_t most = 64 << 10;
  const Fd file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  struct stat status {};
  if (!file || ::fstat(file.get(), &status) != 0)
    return wrong("expected a file that can be read, found " + in_quotes(path) + ": " + std::strerror(errno));
  if (!S_ISREG(status.st_mode)) return wrong("expected a file, found " + in_quotes(path) + ", which is none");
  // Its rights, of the file that was opened: nobody can put another in between.
  if ((status.st_mode & (S_IROTH | S_IWOTH | S_IWGRP)) != 0)
    return wrong("expected a file that only its owner can change and nobody but its group can read, found " +
                 in_quotes(path) + ", which others can: chmod 600 " + path +
                 ", and change what is in it if it was so " + "for long");
  std::string text(most + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t got = ::read(file.get(), text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0)
      return wrong("expected a file that can be read, found " + in_quotes(path) + ": " + std::strerror(errno));
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size > most) return wrong("expected a file of at most 64 KiB, found " + in_quotes(path) + ", which is larger");
  text.resize(size);
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  if (text.empty()) return wrong("expected a file with a secret in it, found " + in_quotes(path) + ", which is empty");
  return {std::move(text), {}};
}

Found read_env(const std::string& name) {
  const char* const text = std::getenv(name.c_str());
  if (text == nullptr || *text == '\0')
    return wrong("expected a secret in the environment variable " + in_quotes(name) + ", which is not set");
  return {text, {}};
}

std::optional<std::filesystem::path> credential_file(const std::string& name) {
  const char* const folder = std::getenv("CREDENTIALS_DIRECTORY");
  if (folder == nullptr || *folder == '\0') return std::nullopt;
  return std::filesystem::path{folder} / name;
}

Found read_credential(const std::string& name) {
  const auto file = credential_file(name);
  if (file) return read_file(file->string());
  return wrong("expected the credential " + in_quotes(name) +
               " from systemd, which gave none; add LoadCredential=" + name + ":PATH to the unit");
}

}  // namespace

std::optional<std::filesystem::path> SecretSource::file() const {
  switch (kind) {
    case Kind::env:
      return std::nullopt;
    case Kind::file:
      return name;
    case Kind::credential:
      return credential_file(name);
  }
  return std::nullopt;
}

std::variant<Secret, Problem> SecretSource::read() const {
  Found found;
  switch (kind) {
    case Kind::env:
      found = read_env(name);
      break;
    case Kind::file:
      found = read_file(name);
      break;
    case Kind::credential:
      found = read_credential(name);
      break;
  }
  if (found.wrong.empty()) return Secret{std::move(found.text)};
  Problem problem = place;
  problem.message += ": " + found.wrong;
  return problem;
}

}  // namespace moderato
