/*
 * Settings: environment variables, or a file named by ROUTING_ML_ENV (`.env`, NAME=value
 * lines); the environment wins.  One table (settings.c) gives parser, default, bounds, help
 * and the commented example file in conf/.  A secret may be given as NAME_FILE instead.
 */
#ifndef CORE_BASE_SETTINGS_H
#define CORE_BASE_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/err.h"

/* Strings are never NULL: "" is "not set".  Paths are absolute after settings_load(). */
struct settings {
	char	*environment;		/* development, staging or production */
	char	*log_level, *log_format;
	char	*jwt_secret_key, *jwt_secret_key_previous;
	int64_t	 jwt_expires_seconds;
	int64_t	 login_attempts, login_lockout_seconds;
	char	*tls_certificate;	/* that nginx shows: looked at, never used */
	bool	 tls_self_signed;	/* production may show one that nobody signed */
	char	*database_url;
	char	*erp_item_view, *erp_routing_view, *erp_work_result_view;
	char	*erp_mapping, *erp_staging_url;
	char	*cors_allowed_origins;
	char	*windows_ldap_server, *ldap_base_dn, *ldap_domain, *ldap_upn_suffix;
	bool	 ldap_start_tls;
	bool	 ldap_allow_plain;	/* passwords cross the network as they are: never in production */
	char	*ldap_ca_file, *ldap_bind_dn, *ldap_bind_password;
	int64_t	 ldap_timeout_seconds, ldap_recheck_seconds;
	char	*kerberos_keytab, *kerberos_service;
	char	*ldap_group_admin, *ldap_group_operator, *ldap_group_planner;
	char	*model_directory, *model_registry_path, *registry_url;
	char	*fcgi_listen;		/* path of the unix socket */
	int64_t	 workers;		/* 0: one a processor */
	int64_t	 worker_max_requests;
	int64_t	 request_timeout_seconds, queue_timeout_seconds, slow_request_ms;
	int64_t	 rate_limit_per_minute, rate_limit_login_per_minute;
	int64_t	 rate_limit_user_per_minute, rate_limit_user_burst;	/* 0 a minute: no limit */
	char	*trainer_program;	/* "": routing-ml beside the running program */
	int64_t	 trainer_threads;	/* 0: one a processor */
	int64_t	 trainer_nice, trainer_lease_seconds;
	bool	 prometheus_enabled;
	int64_t	 prometheus_port;
	char	*source;		/* the file that was read, "" for none */
};

/* The caller ends *s with settings_fini().  RC_INVAL: the message names the setting (and file:line). */
enum rc	settings_load(struct settings *s, struct err *e);
void	settings_fini(struct settings *s);	/* secrets are overwritten */

/*
 * What this program is about to use.  RC_INVAL names the first setting that it needs and
 * that is missing or unsafe (also: what production forbids), and the remedy.
 */
enum settings_need {
	NEED_ERP = 1, NEED_REGISTRY = 2, NEED_MODELS = 4, NEED_SERVER = 8
};
enum rc	settings_check(const struct settings *s, unsigned needs, struct err *e);

/* NAME=value lines, secrets and passwords in URLs redacted. */
void	settings_print(const struct settings *s, struct buf *out);
/* Names, separated by blanks, of settings that are given and that this version does not use yet. */
void	settings_unused(const struct settings *s, struct buf *out);
/* The commented example file. */
void	settings_example(struct buf *out);
/* The registry's URL: REGISTRY_URL, or sqlite:/// with MODEL_REGISTRY_PATH. */
void	settings_registry_url(const struct settings *s, struct buf *out);

#endif
