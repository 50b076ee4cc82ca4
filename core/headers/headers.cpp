// For CMake to have a library whose precompiled headers the others share.
namespace {}
