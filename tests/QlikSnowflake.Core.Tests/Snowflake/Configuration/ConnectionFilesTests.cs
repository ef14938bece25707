using QlikSnowflake.Errors;
using QlikSnowflake.Snowflake.Configuration;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Snowflake.Configuration;

public sealed class ConnectionFilesTests : IDisposable
{
    private readonly TempFolder _home = new();
    private readonly Dictionary<string, string> _environment = [];

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("private_key_file", nameof(ConnectionSettings.PrivateKeyPath))]
    [InlineData("private_key_path", nameof(ConnectionSettings.PrivateKeyPath))]
    [InlineData("PRIVATE_KEY_FILE", nameof(ConnectionSettings.PrivateKeyPath))]
    [InlineData("private_key_raw", nameof(ConnectionSettings.PrivateKey))]
    [InlineData("private_key", nameof(ConnectionSettings.PrivateKey))]
    [InlineData("private_key_file_pwd", nameof(ConnectionSettings.Passphrase))]
    [InlineData("private_key_passphrase", nameof(ConnectionSettings.Passphrase))]
    [InlineData("private_key_pwd", nameof(ConnectionSettings.Passphrase))]
    [InlineData("token", nameof(ConnectionSettings.Token))]
    [InlineData("token_file_path", nameof(ConnectionSettings.TokenPath))]
    [InlineData("account", nameof(ConnectionSettings.Account))]
    [InlineData("accountname", nameof(ConnectionSettings.Account))]
    [InlineData("user", nameof(ConnectionSettings.User))]
    [InlineData("username", nameof(ConnectionSettings.User))]
    [InlineData("host", nameof(ConnectionSettings.HostName))]
    [InlineData("database", nameof(ConnectionSettings.Database))]
    [InlineData("db", nameof(ConnectionSettings.Database))]
    [InlineData("dbname", nameof(ConnectionSettings.Database))]
    [InlineData("schema", nameof(ConnectionSettings.Schema))]
    [InlineData("role", nameof(ConnectionSettings.Role))]
    [InlineData("warehouse", nameof(ConnectionSettings.Warehouse))]
    public void Every_tools_spelling_of_a_key_is_taken(string key, string property)
    {
        Connections($"[c]\n{key} = 'value'");

        Assert.Equal("value", Value(Files().Read("c"), property));
    }

    [Theory]
    [InlineData("account = 'xy12345'\nregion = 'eu-central-1'", "xy12345.eu-central-1")]
    [InlineData("account = 'xy12345'\nregion = 'us-west-2'", "xy12345")]
    [InlineData("account = 'xy12345.eu-west-1'\nregion = 'eu-central-1'", "xy12345.eu-west-1")]
    [InlineData("account = 'myorg-acct'\nregion = 'eu-central-1'", "myorg-acct")]
    public void The_drivers_region_belongs_to_an_account_locator(string toml, string account)
    {
        Connections("[c]\n" + toml);

        Assert.Equal(account, Files().Read("c").Account);
    }

    [Fact]
    public void Host_port_and_authenticator_are_joined_and_normalized()
    {
        Connections("[c]\nhost = 'localhost'\nport = 8443\nauthenticator = 'Snowflake_Jwt'");

        var settings = Files().Read("c");

        Assert.Equal(("localhost:8443", "SNOWFLAKE_JWT"), (settings.HostName, settings.Authenticator));
    }

    [Fact]
    public void Connections_toml_goes_before_config_toml_whose_default_name_still_counts()
    {
        Write(
            "config.toml",
            "default_connection_name = 'b'\n[connections.a]\naccount = 'config-a'\n[connections.only]\naccount = "
                + "'x'\n[cli.logs]\nlevel='info'"
        );
        Connections("[a]\naccount = 'own-a'\n[b]\naccount = 'own-b'");

        Assert.Equal(["a", "b"], Files().Names());
        Assert.Equal("own-a", Files().Read("a").Account);
        Assert.Equal("own-b", Files().Read("default").Account);
        var shadowed = Refusal(() => Files().Read("only"));
        Assert.Equal("ConnectionNotFound", shadowed.ErrorId);
        Assert.Contains("goes before config.toml", shadowed.Message);
        Assert.Contains("move it there", shadowed.RecommendedAction);
    }

    [Fact]
    public void Inline_tables_are_connections_in_either_file()
    {
        Write("config.toml", "[connections]\ndev = {account = 'config-dev', user = 'u'}");
        Assert.Equal("config-dev", Files().Read("dev").Account);
        Connections("dev = {account = 'own-dev', user = 'u'}");
        Assert.Equal("own-dev", Files().Read("dev").Account);
    }

    [Fact]
    public void An_organization_beside_an_account_name_belongs_to_it()
    {
        _environment["SNOWFLAKE_ORGANIZATION"] = "myorg";
        _environment["SNOWFLAKE_ACCOUNT"] = "myacct";
        Assert.Equal("myorg-myacct", OfEnvironment());
        _environment["SNOWFLAKE_ACCOUNT"] = "other-acct";
        Assert.Equal("other-acct", OfEnvironment());

        string? OfEnvironment() =>
            ConnectionFiles.FromEnvironment(n => _environment.TryGetValue(n, out var value) ? value : null).Account;
    }

    [Fact]
    public void Config_toml_alone_serves_too()
    {
        Write("config.toml", "[connections.a]\naccount = 'config-a'\n[cli]\noutput_format = 'json'");

        Assert.Equal(["a"], Files().Names());
        Assert.Equal("config-a", Files().Read("a").Account);
    }

    [Fact]
    public void The_default_is_the_one_named_default_then_the_variables_then_the_files()
    {
        Write("config.toml", "default_connection_name = 'b'");
        Connections("[a]\naccount = 'a'\n[b]\naccount = 'b'");
        Assert.Equal("b", Files().Read("default").Account);

        _environment["SNOWFLAKE_DEFAULT_CONNECTION_NAME"] = "a";
        Assert.Equal("a", Files().Read("default").Account);

        Connections("[a]\naccount = 'a'\n[default]\naccount = 'd'");
        Assert.Equal("d", Files().Read("default").Account);
    }

    [Fact]
    public void A_connections_variable_goes_before_the_file_and_a_general_one_after_it()
    {
        Connections("[dev]\naccount = 'file'\nrole = 'FILE'");
        _environment["SNOWFLAKE_CONNECTIONS_DEV_ACCOUNT"] = "variable";
        _environment["SNOWFLAKE_ROLE"] = "GENERAL";
        _environment["SNOWFLAKE_WAREHOUSE"] = "GENERAL";

        var settings = Files().Read("dev");

        Assert.Equal(("variable", "FILE", "GENERAL"), (settings.Account, settings.Role, settings.Warehouse));
    }

    [Fact]
    public void What_comes_first_comes_first_however_each_place_spells_it()
    {
        Connections("[dev]\naccount='a'\nprivate_key_path = 'file.p8'\nprivate_key_file_pwd = 'file'\nhost = 'h'");
        _environment["SNOWFLAKE_PRIVATE_KEY_FILE"] = "general.p8";
        _environment["SNOWFLAKE_CONNECTIONS_DEV_PRIVATE_KEY_PASSPHRASE"] = "variable";
        _environment["SNOWFLAKE_PORT"] = "1";
        _environment["SNOWFLAKE_REGION"] = "eu-west-1";

        var settings = Files().Read("dev");

        Assert.Equal(
            ("file.p8", "variable", "h", "a"),
            (settings.PrivateKeyPath, settings.Passphrase!.Reveal(), settings.HostName, settings.Account)
        );
    }

    [Fact]
    public void A_key_of_the_connection_is_not_mixed_with_one_of_the_environment()
    {
        Connections("[dev]\naccount = 'a'\nprivate_key_raw = 'text'");
        _environment["SNOWFLAKE_PRIVATE_KEY_PATH"] = "general.p8";

        var settings = Files().Read("dev");

        Assert.Null(settings.PrivateKeyPath);
        Assert.Equal("text", settings.PrivateKey!.Reveal());
    }

    [Fact]
    public void The_CLIs_passphrase_variable_goes_before_the_file()
    {
        Connections("[dev]\naccount = 'a'\nprivate_key_passphrase = 'file'");
        _environment["PRIVATE_KEY_PASSPHRASE"] = "variable";
        Assert.Equal("variable", Files().Read("dev").Passphrase!.Reveal());

        _environment["SNOWFLAKE_CONNECTIONS_DEV_PRIVATE_KEY_PASSPHRASE"] = "own";
        Assert.Equal("own", Files().Read("dev").Passphrase!.Reveal());
    }

    [Fact]
    public void Variables_alone_make_a_connection()
    {
        _environment["SNOWFLAKE_CONNECTIONS_CI_ACCOUNT"] = "myorg-ci";
        _environment["SNOWFLAKE_CONNECTIONS_CI_USER"] = "bot";

        Assert.Equal(("myorg-ci", "bot"), (Files().Read("ci").Account, Files().Read("ci").User));
    }

    [Fact]
    public void A_name_is_found_in_any_case_but_its_own_case_first()
    {
        Connections("[Prod]\naccount = 'one'\n[prod]\naccount = 'two'");

        Assert.Equal(
            ("one", "two", "one"),
            (Files().Read("Prod").Account, Files().Read("prod").Account, Files().Read("PROD").Account)
        );
    }

    [Fact]
    public void A_name_that_is_not_there_is_refused_with_those_that_are()
    {
        Connections("[alpha]\naccount = 'a'\n[beta]\naccount = 'b'");

        var refusal = Refusal(() => Files().Read("gamma"));

        Assert.Equal(("ConnectionNotFound", FailureKind.NotFound), (refusal.ErrorId, refusal.Kind));
        Assert.Contains("alpha", refusal.RecommendedAction);
        Assert.Equal("ConnectionNotFound", Refusal(() => new ConnectionFiles(_ => null, _home.File("none")).Read("x")).ErrorId);
    }

    [Fact]
    public void The_folder_is_SNOWFLAKE_HOME_then_the_dotted_one_then_the_platforms()
    {
        var platform =
            Path.DirectorySeparatorChar == '\\' ? "AppData/Local/snowflake"
            : OperatingSystemIsMac ? "Library/Application Support/snowflake"
            : ".config/snowflake";
        WriteIn(platform, "[a]\naccount = 'platform'");
        Assert.Equal("platform", Files().Read("a").Account);

        WriteIn(".snowflake", "[a]\naccount = 'dotted'");
        Assert.Equal("dotted", Files().Read("a").Account);

        WriteIn("own", "[a]\naccount = 'own'");
        _environment["SNOWFLAKE_HOME"] = _home.File("own");
        Assert.Equal("own", Files().Read("a").Account);

        _environment["SNOWFLAKE_HOME"] = "~/own";
        Assert.Equal("own", Files().Read("a").Account);
    }

    [UnixFact]
    public void XDG_CONFIG_HOME_moves_the_platforms_folder()
    {
        if (OperatingSystemIsMac)
            return;
        WriteIn("xdg/snowflake", "[a]\naccount = 'xdg'");
        _environment["XDG_CONFIG_HOME"] = _home.File("xdg");

        Assert.Equal("xdg", Files().Read("a").Account);
    }

#if NET
    [UnixFact]
    public void A_file_that_others_can_change_is_refused_and_one_they_can_read_is_warned_of()
    {
        Connections("[c]\naccount = 'a'\npassword = 's3cret'");
        var path = _home.File(".snowflake/connections.toml");

        foreach (var mode in new[] { "660", "606", "666", "777", "620" })
        {
            UnixMode.Set(path, mode);
            var refusal = Refusal(() => Files().Read("c"));
            Assert.Equal(("ConnectionFileUnsafe", FailureKind.Security), (refusal.ErrorId, refusal.Kind));
            Assert.Contains("chmod 600", refusal.RecommendedAction);
            Assert.Empty(Files().Names());
        }

        foreach (var mode in new[] { "640", "604", "644" })
        {
            UnixMode.Set(path, mode);
            var files = Files();
            files.Read("c");
            Assert.Contains("chmod 600", Assert.Single(files.Warnings));
        }

        foreach (var variable in new[] { "true", "1" })
        {
            _environment["SF_SKIP_WARNING_FOR_READ_PERMISSIONS_ON_CONFIG_FILE"] = variable;
            var files = Files();
            files.Read("c");
            Assert.Empty(files.Warnings);
        }

        _environment.Clear();
        foreach (var mode in new[] { "600", "400" })
        {
            UnixMode.Set(path, mode);
            var files = Files();
            files.Read("c");
            Assert.Empty(files.Warnings);
        }
    }
#endif

    [Fact]
    public void A_damaged_file_is_named_for_reading_and_no_names_are_completed()
    {
        Connections("[c]\ntoken = \"s3cret");

        var refusal = Refusal(() => Files().Read("c"));

        Assert.Equal("ConnectionFileInvalid", refusal.ErrorId);
        Assert.DoesNotContain("s3cret", refusal.ToString());
        Assert.Empty(Files().Names());
    }

    [Fact]
    public void The_settings_do_not_show_secrets()
    {
        Connections("[c]\naccount='a'\ntoken='s3cret'\nprivate_key_raw='s3cret'\nprivate_key_pwd='s3cret'");

        Assert.DoesNotContain("s3cret", Files().Read("c").ToString());
    }

    [Fact]
    public void The_environment_alone_gives_settings_with_SnowSQLs_variables_last()
    {
        _environment["SNOWFLAKE_ACCOUNT"] = "myorg-acct";
        _environment["SNOWSQL_ACCOUNT"] = "other";
        _environment["SNOWSQL_USER"] = "snowsql";
        _environment["SNOWFLAKE_PRIVATE_KEY_RAW"] = "raw";
        _environment["SNOWSQL_PRIVATE_KEY_PASSPHRASE"] = "last";
        _environment["SNOWFLAKE_ROLE"] = "";
        _environment["SNOWSQL_PWD"] = "password";

        var settings = Environment();
        Assert.Equal(
            ("myorg-acct", "snowsql", "raw", "last", null),
            (settings.Account, settings.User, settings.PrivateKey!.Reveal(), settings.Passphrase!.Reveal(), settings.Role)
        );

        Assert.True(settings.HasPassword);
        _environment.Remove("SNOWSQL_PWD");
        Assert.False(Environment().HasPassword);

        _environment["PRIVATE_KEY_PASSPHRASE"] = "cli";
        Assert.Equal("cli", Environment().Passphrase!.Reveal());
        _environment["SNOWFLAKE_PRIVATE_KEY_PASSPHRASE"] = "own";
        Assert.Equal("own", Environment().Passphrase!.Reveal());

        ConnectionSettings Environment() => ConnectionFiles.FromEnvironment(Variable);
    }

    private static bool OperatingSystemIsMac =>
        System.Runtime.InteropServices.RuntimeInformation.IsOSPlatform(System.Runtime.InteropServices.OSPlatform.OSX);

    private static InputException Refusal(Action action) => Assert.Throws<InputException>(action);

    private static string? Value(ConnectionSettings settings, string property) =>
        typeof(ConnectionSettings).GetProperty(property)!.GetValue(settings) switch
        {
            System.Security.SecureString secret => secret.Reveal(),
            var other => (string?)other,
        };

    private ConnectionFiles Files() => new(Variable, _home.Folder);

    private string? Variable(string name) => _environment.TryGetValue(name, out var value) ? value : null;

    private void Connections(string text) => Write("connections.toml", text);

    private void Write(string file, string text) => WriteIn(".snowflake", text, file);

    private void WriteIn(string folder, string text, string file = "connections.toml")
    {
        Directory.CreateDirectory(_home.File(folder));
        var path = _home.Write(Path.Combine(folder, file), text);
        if (Path.DirectorySeparatorChar == '/')
            UnixMode.Set(path, "600");
    }
}
