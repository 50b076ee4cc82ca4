# What only the tests are compiled with. GoogleTest's headers are read once for all of them, and tests are not optimised:
# else they take a quarter of the whole build. (An executable, like the tests: precompiled headers are for what is
# compiled alike.)
add_executable(moderato_test_headers ${CMAKE_CURRENT_LIST_DIR}/support/headers.cpp)
target_link_libraries(moderato_test_headers PRIVATE moderato_strict moderato_unoptimised GTest::gtest_main)
target_precompile_headers(moderato_test_headers PRIVATE <gmock/gmock.h> <gtest/gtest.h>)
