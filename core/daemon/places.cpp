#include "daemon/places.hpp"

#include <system_error>

namespace moderato {

Places places_of_this_program() {
  std::error_code failed;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", failed);
  const std::filesystem::path root = program.parent_path().parent_path();  // of bin/
  // A build folder has lib/, an installation the system's library folder.
  for (const std::filesystem::path& libraries : {root / "lib", root / MODERATO_LIBDIR}) {
    const std::filesystem::path plugins = libraries / "moderato" / "plugins";
    if (std::filesystem::is_directory(plugins, failed)) return {{plugins}, root / MODERATO_DATADIR / "moderato"};
  }
  return {{root / MODERATO_LIBDIR / "moderato" / "plugins"}, root / MODERATO_DATADIR / "moderato"};
}

std::string_view version() {
  return MODERATO_VERSION;
}

}  // namespace moderato
