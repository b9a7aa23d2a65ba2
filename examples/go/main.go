// All five kinds of groups, declared in Go. The SDK is made of the provider plugin, once for each version of it:
//
//	npm install pulumi-cloud-groups
//	pulumi package gen-sdk ./node_modules/.bin/pulumi-resource-cloud-groups --language go --out sdk
//	go mod init groups
//	go mod edit -replace github.com/pulumi-cloud-groups/pulumi-cloud-groups/sdk/go=./sdk/go
//	go mod tidy
package main

import (
	"os"

	"github.com/pulumi-cloud-groups/pulumi-cloud-groups/sdk/go/cloudgroups"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		if err := declareNumbers(ctx); err != nil {
			return err
		}
		return declareGroups(ctx)
	})
}

// declareNumbers keeps the numbers of two AXG groups: one that exists, and one of the stack's own.
func declareNumbers(ctx *pulumi.Context) error {
	// One number a line. A []string as pulumi.ToStringArray(numbers) does, too.
	numbers, err := os.ReadFile("numbers.txt")
	if err != nil {
		return err
	}
	callers, err := cloudgroups.NewAxgGroupNumbers(ctx, "callers", &cloudgroups.AxgGroupNumbersArgs{
		PoolKey: pulumi.String("FC123456"),
		// As text or as a whole number.
		GroupId: pulumi.Int(1234),
		Numbers: pulumi.String(numbers),
		// An update that would delete more than a hundred numbers fails in the preview already.
		DeletionLimit: pulumi.Int(100),
	})
	if err != nil {
		return err
	}
	ctx.Export("numberCount", callers.NumberCount)

	drivers, err := cloudgroups.NewAxgGroup(ctx, "drivers", &cloudgroups.AxgGroupArgs{
		PoolKey:   pulumi.String("FC123456"),
		GroupName: pulumi.String("drivers"),
		Numbers:   pulumi.ToStringArray([]string{"10020000011", "10020000012"}),
	})
	if err != nil {
		return err
	}
	ctx.Export("driversGroupId", drivers.GroupId)
	return nil
}

// declareGroups declares a group of each cloud's other services.
func declareGroups(ctx *pulumi.Context) error {
	settings := config.New(ctx, "")
	financeName := settings.Get("financeGroup")
	if financeName == "" {
		financeName = "finance-readers"
	}
	finance, err := cloudgroups.NewRamGroup(ctx, "finance", &cloudgroups.RamGroupArgs{
		GroupName: pulumi.String(financeName),
		Comments:  pulumi.String("Reads bills, changes nothing"),
	})
	if err != nil {
		return err
	}
	ctx.Export("financeGroupId", finance.GroupId)

	payments, err := cloudgroups.NewApigGroup(ctx, "payments", &cloudgroups.ApigGroupArgs{
		Name:   pulumi.String("payments"),
		Remark: pulumi.Sprintf("Payment APIs, billed by %s", finance.GroupName),
	})
	if err != nil {
		return err
	}
	ctx.Export("paymentsDomain", payments.SlDomain)

	_, err = cloudgroups.NewDeviceVirtualGroup(ctx, "macs", &cloudgroups.DeviceVirtualGroupArgs{
		DeviceVirtualGroupName: pulumi.String("design-macs"),
		OsType:                 cloudgroups.OsTypeMacOS,
		TimeType:               cloudgroups.TimeTypeCustom,
		AutoMinute:             pulumi.Int(10),
		AutoRules: cloudgroups.AutoRulesArgs{
			SimpleRules: cloudgroups.SimpleRuleArray{cloudgroups.SimpleRuleArgs{
				Expressions: cloudgroups.RuleExpressionArray{cloudgroups.RuleExpressionArgs{
					Items: cloudgroups.RuleItemArray{cloudgroups.RuleItemArgs{
						Key:     pulumi.String("hostname"),
						Operate: pulumi.String("包含"),
						Value:   pulumi.String("design-"),
					}},
				}},
			}},
		},
	})
	return err
}
