using System.Globalization;
using QlikSnowflake.Emulator.QlikCloud;

namespace QlikSnowflake.Emulator;

/// <summary>The program's arguments.</summary>
internal static class CommandLine
{
    public const string Help = """
        Starts a stand-in for Qlik Sense on Windows (QRS), Qlik Cloud and Snowflake on this machine,
        and stops on Ctrl+C.

          --state DIR            folder for certificates, keys and emulator.json (required)
          --qrs-port N           ports; a free one where none is given
          --qrs-proxy-port N
          --qlik-cloud-port N
          --snowflake-port N
          --control-port N
          --qlik-cloud-tenant X  modern (what is meant where nothing is given), or legacy: with the switch
                                 for API keys and the role Developer, as tenants were until February 2026
          --parent PID           stops when that process ends
          --help
        """;

    /// <summary>Reads the arguments; null, and one line that says why, where they can't be.</summary>
    public static EmulatorOptions? Read(IReadOnlyList<string> args, out string? problem)
    {
        string? state = null;
        var generation = TenantGeneration.Modern;
        var ports = new Dictionary<string, int>
        {
            ["--qrs-port"] = 0,
            ["--qrs-proxy-port"] = 0,
            ["--qlik-cloud-port"] = 0,
            ["--snowflake-port"] = 0,
            ["--control-port"] = 0,
        };
        int? parent = null;
        problem = null;
        for (var i = 0; i < args.Count && problem is null; i += 2)
        {
            var (name, value) = (args[i], i + 1 < args.Count ? args[i + 1] : null);
            if (name is not ("--state" or "--qlik-cloud-tenant" or "--parent") && !ports.ContainsKey(name))
                problem = $"There is no argument {name}; see --help.";
            else if (string.IsNullOrWhiteSpace(value))
                problem = $"{name} needs a value; see --help.";
            else if (name == "--state")
                state = value;
            else if (name == "--parent")
                problem = ReadParent(value, ref parent);
            else if (name == "--qlik-cloud-tenant")
                problem = ReadGeneration(value, ref generation);
            else if (
                int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 0 and <= 65535
            )
                ports[name] = port;
            else
                problem = $"{name} must be a port from 0 to 65535, not {value}.";
        }

        if (problem is null && state is null)
            problem = "--state DIR is required; see --help.";
        return problem is not null
            ? null
            : new EmulatorOptions
            {
                StateDirectory = state!,
                ParentProcessId = parent,
                QrsPort = ports["--qrs-port"],
                QrsProxyPort = ports["--qrs-proxy-port"],
                QlikCloudPort = ports["--qlik-cloud-port"],
                SnowflakePort = ports["--snowflake-port"],
                ControlPort = ports["--control-port"],
                QlikCloud = new QlikCloudSettings { Generation = generation },
            };
    }

    private static string? ReadParent(string value, ref int? parent)
    {
        var read = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var id);
        parent = id;
        return read ? null : $"--parent must be the id of a process, not {value}; see --help.";
    }

    private static string? ReadGeneration(string value, ref TenantGeneration generation)
    {
        generation = value == "legacy" ? TenantGeneration.Legacy : TenantGeneration.Modern;
        return value is "legacy" or "modern" ? null : $"--qlik-cloud-tenant must be modern or legacy, not {value}.";
    }
}
