# Debian packages of what `cmake --install` installs: moderato (component runtime) and moderato-dev (component sdk).
set(CPACK_GENERATOR DEB)
set(CPACK_COMPONENTS_ALL runtime sdk)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_VERBATIM_VARIABLES ON)
# Configuration goes to /etc, outside the prefix, which only a staged installation keeps out of this machine's own.
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/debian/permissions.cmake)

set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "self-hosted comment moderation daemon")
set(CPACK_PACKAGE_CONTACT "Moderato maintainers <maintainers@moderato.invalid>")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(scripts ${CMAKE_CURRENT_LIST_DIR}/debian)

set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME moderato)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION web)
set(CPACK_DEBIAN_RUNTIME_DESCRIPTION "Passes the comments that a website receives through a chain of filters,
publishes the approved ones, keeps the doubtful ones for a person, and turns
the bad ones away with a reason. Nothing leaves the machine.
.
The service is not started until you say so: edit /etc/moderato/moderato.toml
first, then run: systemctl enable --now moderatod moderato-gateway")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_CONTROL_EXTRA
  ${scripts}/conffiles ${scripts}/postinst ${scripts}/prerm ${scripts}/postrm)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_SDK_PACKAGE_NAME moderato-dev)
set(CPACK_DEBIAN_SDK_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_SDK_DESCRIPTION "What filters for Moderato are built with: the binary contract in C, its C++
face with a test kit, a library that folds text against disguise, and a CMake
package, find_package(Moderato).")
set(CPACK_DEBIAN_SDK_PACKAGE_DEPENDS "moderato (= ${PROJECT_VERSION})")
set(CPACK_DEBIAN_SDK_PACKAGE_RECOMMENDS "cmake, g++, libgtest-dev, libicu-dev, libxxhash-dev, pkg-config, python3:any")

include(CPack)
