# moderato_add_plugin(NAME SOURCE... [LIBRARIES TARGET...] [TEST SOURCE...] [DATA FILE...])
#
# Builds the filter NAME of C++ or C sources: NAME.so in lib/moderato/plugins of the build folder, which moderatod can
# have as its plugin_path; installed, it is where moderatod looks by itself. TEST names the sources of its GoogleTest
# program NAME_test, built unless BUILD_TESTING is off. The same object files go into both, so a test calls what the
# daemon loads. DATA files land in Moderato's shared data folder.
function(moderato_add_plugin name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LIBRARIES;TEST;DATA")
  add_library(${name}_filter OBJECT ${arg_UNPARSED_ARGUMENTS})
  target_include_directories(${name}_filter PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(${name}_filter PUBLIC Moderato::sdk ${arg_LIBRARIES})
  set_target_properties(${name}_filter PROPERTIES
    POSITION_INDEPENDENT_CODE ON C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  add_library(${name} MODULE)
  target_link_libraries(${name} PRIVATE ${name}_filter)
  set_target_properties(${name} PROPERTIES PREFIX "" LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib/moderato/plugins)
  install(TARGETS ${name} LIBRARY DESTINATION ${Moderato_PLUGIN_DIR})

  foreach(file IN LISTS arg_DATA)
    cmake_path(GET file FILENAME base)
    configure_file(${file} ${CMAKE_BINARY_DIR}/share/moderato/${base} COPYONLY)
    install(FILES ${file} DESTINATION ${Moderato_DATA_DIR})
  endforeach()

  if(BUILD_TESTING AND arg_TEST)
    find_package(GTest)
    if(NOT GTest_FOUND)
      message(FATAL_ERROR
        "The tests of ${name} take GoogleTest (on Debian: libgtest-dev); -D BUILD_TESTING=OFF leaves them out")
    endif()
    include(GoogleTest)
    add_executable(${name}_test ${arg_TEST})
    target_link_libraries(${name}_test PRIVATE ${name}_filter GTest::gtest_main)
    target_compile_definitions(${name}_test PRIVATE MODERATO_DATA="${CMAKE_BINARY_DIR}/share/moderato")
    gtest_discover_tests(${name}_test TEST_PREFIX ${name}. DISCOVERY_MODE PRE_TEST)
  endif()
endfunction()
