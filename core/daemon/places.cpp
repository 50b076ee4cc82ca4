#include "daemon/places.hpp"

#include <system_error>

namespace moderato {

Places places_of_this_program() {
  std::error_code failed;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", failed);
  const std::filesystem::path root = program.parent_path().parent_path();  // of bin/
  Places places;
  places.shared_data = root / MODERATO_DATADIR / "moderato";
  // A build folder has lib/, and all programs in one place; an installation has the system's folders.
  places.plugin_path = {root / "lib" / "moderato" / "plugins"};
  if (!std::filesystem::is_directory(places.plugin_path.front(), failed))
    places.plugin_path = {root / MODERATO_LIBDIR / "moderato" / "plugins"};
  places.filter_host = program.parent_path() / "moderato-filter-host";
  if (!std::filesystem::is_regular_file(places.filter_host, failed))
    places.filter_host = root / MODERATO_LIBEXECDIR / "moderato" / "moderato-filter-host";
  return places;
}

std::string_view version() {
  return MODERATO_VERSION;
}

}  // namespace moderato
