# What `cmake --install` leaves for find_package(signalbox).
include(CMakePackageConfigHelpers)
set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/signalbox")
configure_package_config_file("${CMAKE_SOURCE_DIR}/cmake/signalbox-config.cmake.in"
    "${CMAKE_BINARY_DIR}/signalbox-config.cmake" INSTALL_DESTINATION "${package_dir}")
write_basic_package_version_file("${CMAKE_BINARY_DIR}/signalbox-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_BINARY_DIR}/signalbox-config.cmake" "${CMAKE_BINARY_DIR}/signalbox-config-version.cmake"
    DESTINATION "${package_dir}")
install(EXPORT signalbox NAMESPACE signalbox:: DESTINATION "${package_dir}")
