# room(NAME USES rooms... LIBRARIES deps...): the library of one folder under src/.
# Its headers are a file set, so that each is also compiled alone (target all_verify_interface_header_sets).
function(room name)
    cmake_parse_arguments(arg "" "" "USES;LIBRARIES" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/${name}/*.cpp")
    list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
    file(GLOB headers CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/${name}/*.hpp")
    list(TRANSFORM arg_USES PREPEND "signalbox_")
    list(TRANSFORM arg_LIBRARIES PREPEND "dep_")

    set(scope PUBLIC)
    if(sources)
        add_library(signalbox_${name} STATIC ${sources})
    else()
        add_library(signalbox_${name} INTERFACE)
        set(scope INTERFACE)
    endif()
    add_library(signalbox::${name} ALIAS signalbox_${name})
    target_link_libraries(signalbox_${name} ${scope} ${arg_USES} ${arg_LIBRARIES})
    target_include_directories(signalbox_${name} ${scope}
        $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}/src>
        $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/signalbox>)
    target_compile_features(signalbox_${name} ${scope} cxx_std_23)
    target_sources(signalbox_${name} ${scope}
        FILE_SET HEADERS BASE_DIRS "${CMAKE_SOURCE_DIR}/src" FILES ${headers})
    set_target_properties(signalbox_${name} PROPERTIES
        EXPORT_NAME ${name} VERIFY_INTERFACE_HEADER_SETS ON)
    install(TARGETS signalbox_${name} EXPORT signalbox
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
        FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/signalbox)
endfunction()
