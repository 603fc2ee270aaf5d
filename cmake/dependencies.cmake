# Libraries from Debian 12, each as one interface target under a short name.
# Static or header-only wherever Debian has them so: the binary is meant to be one file.
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(simdjson REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(ZLIB REQUIRED)

function(dependency name)
    add_library(dep_${name} INTERFACE)
    target_link_libraries(dep_${name} INTERFACE ${ARGN})
    set_target_properties(dep_${name} PROPERTIES EXPORT_NAME dep_${name})
    install(TARGETS dep_${name} EXPORT signalbox)
endfunction()

dependency(simdjson simdjson::simdjson)

dependency(boost Boost::headers Threads::Threads)
target_compile_definitions(dep_boost INTERFACE
    BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_BOOST_COROUTINE BOOST_ERROR_CODE_HEADER_ONLY)

get_filename_component(openssl_dir "${OPENSSL_CRYPTO_LIBRARY}" DIRECTORY)
if(EXISTS "${openssl_dir}/libssl.a")
    dependency(openssl "${openssl_dir}/libssl.a" "${openssl_dir}/libcrypto.a" Threads::Threads ${CMAKE_DL_LIBS})
else()
    dependency(openssl OpenSSL::SSL)
endif()

get_target_property(yaml_location yaml-cpp IMPORTED_LOCATION_NONE)
if(EXISTS "${openssl_dir}/libyaml-cpp.a")
    dependency(yaml "${openssl_dir}/libyaml-cpp.a")
else()
    dependency(yaml yaml-cpp)
endif()

if(EXISTS "${openssl_dir}/libz.a")
    dependency(zlib "${openssl_dir}/libz.a")
else()
    dependency(zlib ZLIB::ZLIB)
endif()

find_package(SQLite3)
if(NOT SQLite3_FOUND)
    message(FATAL_ERROR "SQLite's headers are missing: apt-get install libsqlite3-dev (./dev setup does)")
endif()
if(EXISTS "${openssl_dir}/libsqlite3.a")
    dependency(sqlite "${openssl_dir}/libsqlite3.a" Threads::Threads ${CMAKE_DL_LIBS} m)
else()
    dependency(sqlite SQLite::SQLite3)
endif()

find_path(hiredis_headers hiredis/async.h)
find_library(hiredis_library NAMES libhiredis.a hiredis)
if(NOT hiredis_headers OR NOT hiredis_library)
    message(FATAL_ERROR "hiredis is missing: apt-get install libhiredis-dev (./dev setup does)")
endif()
dependency(hiredis "${hiredis_library}")

dependency(logging spdlog::spdlog_header_only fmt::fmt-header-only)
dependency(cli11 CLI11::CLI11)
