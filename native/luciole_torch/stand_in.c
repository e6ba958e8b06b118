/* Nothing: what libtorch names but does not use (cmake/StandIns.cmake). */
typedef int luciole_stand_in;
