# Debian's libtorch names libraries that it takes nothing from: OpenCV, FFmpeg and stores of its predecessor, with Qt, GStreamer and two
# hundred more behind them. Loading those would be half of a start. add_stand_ins(TARGET FOLDER) makes, for each library of this kind that
# the libtorch in FOLDER names without using it, an empty one of its name in the folder `stand-ins` beside TARGET, which TARGET's
# RPATH names first. Only names that nothing else in the program can mean are taken; a library of codecs, say, might be libtiff's.
# After every build `ldd -r` resolves every symbol of every library; where one is not found, the stand-ins go away again.
set(stand_in_names "^lib(opencv_[a-z0-9_]+|av(codec|format|util)|sw(scale|resample)|leveldb|lmdb|snappy|zmq)[.]so[.0-9a-z]*$")
set(stand_in_check "${CMAKE_CURRENT_LIST_DIR}/check_stand_ins.sh")

function(add_stand_ins target libtorch_folder)
    set(folder "${CMAKE_LIBRARY_OUTPUT_DIRECTORY}/stand-ins")
    file(REMOVE_RECURSE "${folder}")
    execute_process(COMMAND ldd -u "${libtorch_folder}/libtorch_cpu.so" OUTPUT_VARIABLE unused ERROR_QUIET RESULT_VARIABLE ignored)
    string(REGEX MATCHALL "[^ \t\n/]+[.]so[^ \t\n/]*" unused "${unused}")
    foreach(name IN LISTS unused)
        if(NOT name MATCHES "${stand_in_names}")
            continue()
        endif()
        string(MAKE_C_IDENTIFIER "stand_in_${name}" stand_in)
        add_library(${stand_in} SHARED "${PROJECT_SOURCE_DIR}/stand_in.c")
        set_target_properties(${stand_in} PROPERTIES
            PREFIX "" SUFFIX "" OUTPUT_NAME "${name}" NO_SONAME ON LIBRARY_OUTPUT_DIRECTORY "${folder}")
        target_link_options(${stand_in} PRIVATE -nostdlib "-Wl,-soname,${name}")
        add_dependencies(${target} ${stand_in})
    endforeach()
    add_custom_target(check_stand_ins ALL COMMAND sh "${stand_in_check}" "$<TARGET_FILE:${target}>" "${folder}" VERBATIM)
    add_dependencies(check_stand_ins ${target})
endfunction()
