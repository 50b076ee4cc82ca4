# Makes one classic script of the modules in embed/: cmake -D OUT=embed.js -P bundle.cmake
# In this order, without their imports and exports, in one function. Each import and export stands on one line, and no
# two modules have a top-level name in common. Comments on lines of their own, and indentation, are left out: what each
# reader is sent is a fifth smaller for it.
set(modules dom texts time text clean api member own appeal verdict composer report comment thread live section main)

file(READ ${CMAKE_CURRENT_LIST_DIR}/embed/style.css styles)
if(styles MATCHES "[`\\\\]|\\$\\{")
  message(FATAL_ERROR "embed/style.css: it becomes a template literal: no backslash, no backtick, no \${")
endif()
set(script "// Moderato's comment section. Made of gateway/pages/embed/ by gateway/pages/bundle.cmake.\n")
string(APPEND script "(() => {\n\"use strict\";\n")
string(APPEND script "const styles = `${styles}`;\n")
foreach(module IN LISTS modules)
  file(READ ${CMAKE_CURRENT_LIST_DIR}/embed/${module}.js source)
  string(REGEX REPLACE "(^|\n)import [^\n]*" "\\1" source "${source}")
  string(REGEX REPLACE "\nexport " "\n" source "${source}")
  string(APPEND script "${source}")
endforeach()
string(REGEX REPLACE "\n +" "\n" script "${script}")
string(REGEX REPLACE "\n(//|/[*][*]|[*][ /])[^\n]*" "" script "${script}")
string(REGEX REPLACE "\n\n+" "\n" script "${script}")
file(WRITE ${OUT} "${script}})();\n")
