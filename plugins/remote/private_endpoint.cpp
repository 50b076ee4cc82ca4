#include "private_endpoint.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <system_error>

namespace moderato::remote {
namespace {

// What systemd makes for the service, or where others put such things.
std::string where() {
  for (const char* const name : {"RUNTIME_DIRECTORY", "TMPDIR"})
    if (const char* const set = std::getenv(name); set != nullptr && set[0] == '/')  // NOLINT(concurrency-mt-unsafe)
      return set;
  return "/tmp";
}

}  // namespace

PrivateEndpoint::PrivateEndpoint() : folder_(where() + "/moderato-remote-XXXXXX") {
  if (::mkdtemp(folder_.data()) == nullptr)
    throw std::runtime_error("no folder " + folder_ +
                             " can be made for its socket: " + std::strerror(errno));  // NOLINT(concurrency-mt-unsafe)
}

PrivateEndpoint::~PrivateEndpoint() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

}  // namespace moderato::remote
